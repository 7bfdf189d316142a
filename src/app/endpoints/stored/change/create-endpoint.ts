import { randomBytes } from 'node:crypto';
import { keyFault } from '../../../../config/file/key-names.js';
import { inTransaction } from '../../../../database/in-transaction.js';
import { insertEndpoint, raiseRevision } from '../../../../endpoints/stored/change-rows.js';
import type { StoredEndpoint } from '../../../../endpoints/stored/stored-endpoint.js';
import { sealParts } from '../../../../endpoints/stored/unseal-endpoint.js';
import { ConfitureError } from '../../../../errors.js';
import { webhookId } from '../../../../events/identifier.js';
import { enableEndpoints } from '../../../../outbox/store/endpoint-state.js';
import { HOOK, type ManageContext } from '../manage-context.js';
import { requireMasterKeys } from '../master-keys.js';
import { partsShown } from '../parts-shown.js';
import { type CheckedParts, checkParts, type EndpointParts, invalidEndpoint } from './check-parts.js';
import { reachFault } from './check-reach.js';
import { recordChange } from './record-change.js';

export interface NewEndpointInput extends EndpointParts {
  /** Default: made of the host of the URL. */
  readonly name?: string;
  /** Default: a new one. */
  readonly secret?: string;
}

export interface CreatedEndpoint {
  readonly row: StoredEndpoint;
  /** To be shown once. */
  readonly secret: string;
}

const MOST_NAMES = 100;

/**
 * Makes an endpoint in the database.
 * @throws ENDPOINT_INVALID, ENDPOINT_EXISTS, MASTER_KEY_MISSING, MASTER_KEY_INVALID
 */
export async function createEndpoint(
  context: ManageContext,
  input: NewEndpointInput,
): Promise<CreatedEndpoint> {
  const { settings } = context;
  const nameFault = input.name === undefined ? null : keyFault('endpoint', input.name);
  if (nameFault !== null) throw invalidEndpoint([{ field: 'name', message: `is refused: ${nameFault}` }]);
  const secret = input.secret ?? newSecret();
  const parts = checkParts(input.name ?? 'new', input, [secret], settings.environment);
  await requireReach(parts.url, settings);
  const [key] = requireMasterKeys(settings);
  const id = webhookId({ nowMs: Date.now(), random: randomBytes(16) });
  const sealed = sealParts(id, context.scope, { ...parts, secrets: [{ secret, untilMs: null }] }, key);
  const row = await insertNamed(context, input.name, parts, (name) => {
    const { events, format, schedule, timeoutMs, allowInsecure } = parts;
    const readable = { events, format, schedule, timeoutMs, allowInsecure };
    return { id, name, createdBy: context.by.actor, ...readable, ...sealed };
  });
  return { row, secret };
}

/** @throws ENDPOINT_INVALID for an address that endpoints of the database must not reach. */
export async function requireReach(
  url: string,
  { allowedNetworks }: ManageContext['settings'],
): Promise<void> {
  const fault = await reachFault(new URL(url), { allowedNetworks });
  if (fault !== null) throw invalidEndpoint([{ field: 'url', message: fault }]);
}

/** `whsec_` and 32 bytes. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

async function insertNamed(
  context: ManageContext,
  given: string | undefined,
  parts: CheckedParts,
  rowOf: (name: string) => Parameters<typeof insertEndpoint>[2],
): Promise<StoredEndpoint> {
  const { connection, scope, settings } = context;
  const taken = new Set(settings.endpoints.map(({ name }) => name));
  return inTransaction(connection, async () => {
    await raiseRevision(connection, scope);
    for (const name of given === undefined ? namesOf(parts.url) : [given]) {
      const row = taken.has(name) ? null : await insertEndpoint(connection, scope, rowOf(name));
      if (row === null) continue;
      await enableEndpoints(connection, scope, [{ hook: HOOK, endpoint: name }]);
      await recordChange(context, 'webhook.created', row, { after: partsShown(parts) });
      return row;
    }
    throw exists(given ?? namesOf(parts.url)[0] ?? '');
  });
}

/** Names for an endpoint at this URL, the plain one first. */
function namesOf(url: string): string[] {
  const host = new URL(url).hostname.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const plain = host.replace(/^-+|-+$/g, '').slice(0, 56) || 'endpoint';
  return Array.from({ length: MOST_NAMES }, (_, index) => (index === 0 ? plain : `${plain}-${index + 1}`));
}

function exists(name: string): ConfitureError {
  return new ConfitureError('ENDPOINT_EXISTS', `there is an endpoint ${name} already`, {
    hint: 'Give it another name, or change the one that is there.',
  });
}
