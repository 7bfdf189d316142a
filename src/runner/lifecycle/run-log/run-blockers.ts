import type { Connection } from '../../../database/connection.js';
import { type BlockRow, blockSql, sessionsSql } from '../../monitor/watch-block.js';
import { LOCK_HOLDER_SQL } from '../../session/advisory-lock.js';
import { isFinal } from '../steering/run-state.js';
import type { StoredRun } from './stored-run.js';

/** A session that has to give way before a run can go on. What it runs is not asked for: it may hold secrets. */
export interface Blocker {
  readonly pid: number;
  readonly user: string | null;
  readonly application: string | null;
  readonly clientAddress: string | null;
  readonly state: string | null;
  /** Since when it is in this state. */
  readonly stateMs: number | null;
}

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
