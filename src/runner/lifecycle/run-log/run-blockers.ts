import type { Connection } from '../../../database/connection.js';
import type { Blocker } from '../../../run-events.js';
import { type BlockRow, blockSql, sessionsSql } from '../../monitor/watch-block.js';
import { LOCK_HOLDER_SQL } from '../../session/advisory-lock.js';
import { isFinal } from '../steering/run-state.js';
import type { StoredRun } from './stored-run.js';

/**
 * The sessions that the session of a run waits for now, the one to look at first; none once it has ended. The migration
 * lock is polled, so that the server knows of no wait for it: the run says that it waits, and pg_locks for whom.
 */
export async function readBlockers(
  connection: Connection,
  { state, backendPid, waitingFor }: StoredRun,
): Promise<readonly Blocker[]> {
  if (isFinal(state) || backendPid === null) return [];
  const isForLock = waitingFor.some(({ kind }) => kind === 'lock');
  const rows = await connection.query<BlockRow>(
    isForLock ? sessionsSql(LOCK_HOLDER_SQL) : blockSql(backendPid),
  );
  return rows.map(({ client_address: clientAddress, state_ms: stateMs, ...row }) => {
    return { ...row, application: row.application || null, clientAddress, stateMs };
  });
}
