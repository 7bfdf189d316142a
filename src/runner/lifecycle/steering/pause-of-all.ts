import type { Connection } from '../../../database/connection.js';
import type { Scope } from '../../../storage/scope.js';
import type { StoredPause } from '../run-log/stored-run.js';

/** The pause that holds all runs of the scope, those that start later too; null where there is none. */
export async function readPauseOfAll(
  connection: Connection,
  { project, environment }: Scope,
): Promise<StoredPause | null> {
  const [row] = await connection.query<Omit<StoredPause, 'isForAll' | 'since'>>(
    `select id, actor, reason, requested_at as "requestedAt" from confiture.steering
     where project = $1 and environment = $2 and run_id is null and verb = 'pause' and outcome is null
     order by requested_at, id limit 1`,
    [project, environment],
  );
  return row === undefined ? null : { ...row, isForAll: true, since: null };
}
