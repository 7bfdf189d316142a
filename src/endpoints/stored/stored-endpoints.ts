import type { Endpoint } from '../../events/endpoint.js';
import type { EndpointSource, EndpointSubscription } from '../../events/endpoint-source.js';
import type { SigningSecret } from '../../events/signature/signing-secret.js';
import type { Scope } from '../../storage/scope.js';
import type { MasterKey } from './master-key.js';
import type { EndpointsAt } from './rows.js';
import type { SecretParts, StoredEndpoint } from './stored-endpoint.js';
import { type Unsealed, unsealParts } from './unseal-endpoint.js';

/** An endpoint that cannot be sent to from here: its deliveries wait for a process that has its key. */
export interface LockedEndpoint {
  readonly name: string;
  readonly why: Exclude<Unsealed['kind'], 'unsealed'>;
  readonly keyId: string;
}

/**
 * The endpoints of the database as they were read last. Which events are stored for them is known without a key; keys
 * are asked for where the first of them is sent to.
 */
export class StoredEndpoints implements EndpointSource {
  readonly #keys: () => readonly MasterKey[];
  #read: { readonly at: EndpointsAt; readonly scope: Scope } | null = null;
  #subscriptions: readonly EndpointSubscription[] = [];
  #usable: ReadonlyMap<string, Endpoint> | null = null;
  #locked: readonly LockedEndpoint[] = [];

  /** `keys` must not throw: without a key its endpoints are locked, and nothing else. */
  constructor(keys: () => readonly MasterKey[]) {
    this.#keys = keys;
  }

  /** Of what was read last; null before that. */
  get revision(): string | null {
    return this.#read?.at.revision ?? null;
  }

  take(at: EndpointsAt, scope: Scope): void {
    this.#read = { at, scope };
    this.#subscriptions = at.rows.map(({ id, name, events, format }) => ({ id, name, events, format }));
    this.#usable = null;
  }

  list(): readonly EndpointSubscription[] {
    return this.#subscriptions;
  }

  reachable(): readonly string[] {
    return [...this.#unsealed().keys()];
  }

  async find(name: string): Promise<Endpoint | null> {
    return this.#unsealed().get(name) ?? null;
  }

  /** Each as it is stored, and as it is sent to; null where it is locked. */
  entries(): readonly { readonly row: StoredEndpoint; readonly endpoint: Endpoint | null }[] {
    const usable = this.#unsealed();
    return (this.#read?.at.rows ?? []).map((row) => ({ row, endpoint: usable.get(row.name) ?? null }));
  }

  locked(): readonly LockedEndpoint[] {
    this.#unsealed();
    return this.#locked;
  }

  #unsealed(): ReadonlyMap<string, Endpoint> {
    if (this.#usable !== null) return this.#usable;
    const usable = new Map<string, Endpoint>();
    const locked: LockedEndpoint[] = [];
    const { at, scope } = this.#read ?? {};
    const keys = at === undefined || at.rows.length === 0 ? [] : this.#keys();
    for (const row of at?.rows ?? []) {
      const unsealed = unsealParts(row, scope as Scope, keys);
      if (unsealed.kind === 'unsealed') usable.set(row.name, endpointOf(row, unsealed.parts));
      else locked.push({ name: row.name, why: unsealed.kind, keyId: unsealed.keyId });
    }
    this.#locked = locked;
    this.#usable = usable;
    return usable;
  }
}

/** A stored endpoint as it is sent to. */
export function endpointOf(row: StoredEndpoint, { url, headers, secrets }: SecretParts): Endpoint {
  const { id, name, events, format, schedule, timeoutMs, allowInsecure } = row;
  return {
    id,
    name,
    source: 'database',
    url,
    events,
    format,
    secrets: format === 'pagerduty' || format === 'opsgenie' ? newest(secrets) : signing(secrets),
    headers,
    timeoutMs,
    auth: 'signature',
    allowInsecure,
    schedule,
  };
}

/**
 * The ones that end come first: headers that hold one signature keep the old secret as long as it signs, so that a
 * receiver can take the new one at any moment of the overlap.
 */
function signing(secrets: SecretParts['secrets']): SigningSecret[] {
  return secrets.map(({ secret, untilMs }) => (untilMs === null ? secret : { secret, untilMs })).reverse();
}

/** The secret is the service's key there, and nothing is signed. */
function newest(secrets: SecretParts['secrets']): SigningSecret[] {
  return secrets.filter(({ untilMs }) => untilMs === null).map(({ secret }) => secret);
}
