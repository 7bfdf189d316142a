import { findStored, listStored } from '../../../endpoints/stored/rows.js';
import { endpointOf } from '../../../endpoints/stored/stored-endpoints.js';
import { unsealParts } from '../../../endpoints/stored/unseal-endpoint.js';
import type { Endpoint } from '../../../events/endpoint.js';
import { listConditions } from '../../../outbox/log/endpoint-conditions.js';
import { requireUnsealed, unknownEndpoint } from './change/locked-change.js';
import { HOOK } from './manage-context.js';
import { keysAtHand } from './master-keys.js';
import { type ReadContext, showRow } from './show-row.js';
import { type ShownEndpoint, showFixed, showStored } from './shown-endpoint.js';

/** The endpoints of settings and database, each as it may be shown; by name, those of the settings first. */
export async function readEndpoints({ connection, scope, settings }: ReadContext): Promise<ShownEndpoint[]> {
  const [rows, conditions] = await Promise.all([
    listStored(connection, scope),
    listConditions(connection, scope, HOOK),
  ]);
  const conditionOf = (name: string) => conditions.find(({ endpoint }) => endpoint === name) ?? null;
  const keys = keysAtHand(settings);
  return [
    ...settings.endpoints.map((endpoint) => showFixed(endpoint, conditionOf(endpoint.name))),
    ...rows
      .filter(({ name }) => settings.endpoints.every((endpoint) => endpoint.name !== name))
      .map((row) => showStored(row, unsealParts(row, scope, keys), conditionOf(row.name))),
  ];
}

/** One of them, by id or name. @throws ENDPOINT_UNKNOWN */
export async function readEndpoint(context: ReadContext, idOrName: string): Promise<ShownEndpoint> {
  const { connection, scope, settings } = context;
  const fixed = settings.endpoints.find(({ name }) => name === idOrName);
  const row = fixed === undefined ? await findStored(connection, scope, idOrName) : null;
  if (row !== null) return showRow(context, row);
  if (fixed === undefined) throw unknownEndpoint(idOrName);
  const [condition] = await listConditions(connection, scope, HOOK, fixed.name);
  return showFixed(fixed, condition ?? null);
}

/** One of them as it is sent to. Secret. @throws ENDPOINT_UNKNOWN, ENDPOINT_LOCKED */
export async function openEndpoint(context: ReadContext, idOrName: string): Promise<Endpoint> {
  const { connection, scope, settings } = context;
  const fixed = settings.endpoints.find(({ name }) => name === idOrName);
  if (fixed !== undefined) return fixed;
  const row = await findStored(connection, scope, idOrName);
  if (row === null) throw unknownEndpoint(idOrName);
  return endpointOf(row, requireUnsealed(context, row).parts);
}
