import type { Connection } from '../../../database/connection.js';
import { ConfitureError } from '../../../errors.js';
import type { Scope } from '../../../storage/scope.js';
import { listRuns } from './list-runs.js';
import type { StoredRun } from './stored-run.js';

/** @throws RUN_UNKNOWN */
export async function findRun(connection: Connection, scope: Scope, id: string): Promise<StoredRun> {
  const [run] = await listRuns(connection, scope, { id });
  return run ?? Promise.reject(unknownRun(id));
}

export function unknownRun(id: string): ConfitureError {
  return new ConfitureError(
    'RUN_UNKNOWN',
    `this project and environment have no run ${id} in this database`,
    {
      hint: '`confiture migrate runs` lists them; with `--env` those of another environment.',
    },
  );
}
