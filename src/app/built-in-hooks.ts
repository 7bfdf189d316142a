import type { StoredEndpoints } from '../endpoints/stored/stored-endpoints.js';
import { type EndpointSource, fixedEndpoints, joinedEndpoints } from '../events/endpoint-source.js';
import type { OutboxHook } from '../hooks/define/outbox-hook.js';
import type { Settings } from './settings.js';

/** The hooks that come with Confiture, for one call. */
export interface BuiltInHooks {
  readonly hooks: readonly OutboxHook[];
  /** Ends at once what they have open. */
  close(): Promise<void>;
}

/**
 * Makes the hooks that come with Confiture, which send to `endpoints`. They stand on a higher floor, and are handed
 * down by the entry.
 */
export type OpenBuiltInHooks = (settings: Settings, endpoints: EndpointSource) => Promise<BuiltInHooks>;

/** What a call has of the built-in hooks. Those that send are loaded only where there is an endpoint. */
export interface BuiltIn {
  /** Empty where neither environment nor config file name an endpoint. */
  readonly outboxHooks: readonly OutboxHook[];
  /** The hooks, also where all endpoints stand in the database. */
  openHooks(): Promise<readonly OutboxHook[]>;
  /** The endpoints of the database; empty until they were read. */
  stored(): Promise<StoredEndpoints>;
}

/** Calls `work` with the built-in hooks, and closes what these have opened. */
export async function withBuiltInHooks<T>(
  open: OpenBuiltInHooks,
  settings: Settings,
  work: (builtIn: BuiltIn) => Promise<T>,
): Promise<T> {
  const { close, ...builtIn } = await openBuiltIn(open, settings);
  try {
    return await work(builtIn);
  } finally {
    await close();
  }
}

/** The built-in hooks until `close` is called. */
export async function openBuiltIn(
  open: OpenBuiltInHooks,
  settings: Settings,
): Promise<BuiltIn & Pick<BuiltInHooks, 'close'>> {
  let endpoints: Promise<StoredEndpoints> | undefined;
  let opened: Promise<BuiltInHooks> | undefined;
  const stored = () => {
    endpoints ??= newStoredEndpoints(settings);
    return endpoints;
  };
  const openAll = async () => {
    const all = joinedEndpoints(fixedEndpoints(settings.endpoints), await stored());
    return open(settings, all);
  };
  const openHooks = async () => {
    opened ??= openAll();
    return (await opened).hooks;
  };
  const outboxHooks = settings.endpoints.length === 0 ? [] : await openHooks();
  const close = async () => (await opened?.catch(() => undefined))?.close();
  return { outboxHooks, openHooks, stored, close };
}

async function newStoredEndpoints(settings: Settings): Promise<StoredEndpoints> {
  const { StoredEndpoints } = await import('../endpoints/stored/stored-endpoints.js');
  const { keysAtHand } = await import('./endpoints/stored/master-keys.js');
  return new StoredEndpoints(() => keysAtHand(settings));
}
