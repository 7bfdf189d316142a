import type { Connection } from '../../../database/connection.js';
import { readStorageStep } from '../../../storage/schema.js';
import type { Scope } from '../../../storage/scope.js';
import type { BuiltIn } from '../../built-in-hooks.js';
import { refreshStored } from './refresh.js';

/**
 * Reads the endpoints of the database at the start of a run, in one round trip with the step of the tables. Resolves with
 * that step; null where there is no endpoint.
 */
export async function discoverStored(
  builtIn: BuiltIn,
  connection: Connection,
  scope: Scope,
): Promise<number | null> {
  const stored = await builtIn.stored();
  const [step] = await Promise.all([readStorageStep(connection), refreshStored(stored, connection, scope)]);
  return stored.list().length === 0 ? null : step;
}
