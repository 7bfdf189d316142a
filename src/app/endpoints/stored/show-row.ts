import type { StoredEndpoint } from '../../../endpoints/stored/stored-endpoint.js';
import { unsealParts } from '../../../endpoints/stored/unseal-endpoint.js';
import { listConditions } from '../../../outbox/log/endpoint-conditions.js';
import { HOOK, type ManageContext } from './manage-context.js';
import { keysAtHand } from './master-keys.js';
import { type ShownEndpoint, showStored } from './shown-endpoint.js';

/** The parts that reading endpoints takes. */
export type ReadContext = Pick<ManageContext, 'connection' | 'scope' | 'settings'>;

/** An endpoint of the database as it may be shown. */
export async function showRow(context: ReadContext, row: StoredEndpoint): Promise<ShownEndpoint> {
  const { connection, scope, settings } = context;
  const [condition] = await listConditions(connection, scope, HOOK, row.name);
  return showStored(row, unsealParts(row, scope, keysAtHand(settings)), condition ?? null);
}
