import type { Caller } from '../storage/audit/audit-entry.js';
import type { RouteRequest } from './route.js';

/** On whose behalf a request changes something, as the audit log keeps it. */
export function callerOf({ actor, requestId }: Pick<RouteRequest, 'actor' | 'requestId'>): Caller {
  const { actor: name, source, tokenId, tokenName, address } = actor;
  return { actor: name, source, tokenId, tokenName, address, requestId };
}
