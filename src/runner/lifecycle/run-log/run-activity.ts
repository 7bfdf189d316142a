import type { Connection } from '../../../database/connection.js';
import type { ServerProgress } from '../../../run-events.js';
import { mayBeOf, type Scope } from '../../../storage/scope.js';
import { type ProgressRow, progressOf, progressSql } from '../../monitor/watch-progress.js';
import { isFinal } from '../steering/run-state.js';
import type { StoredRun } from './stored-run.js';

/** How far a batch phase is. What it has done is committed, so it is there after a run that died too. */
export interface BatchState {
  readonly phase: string;
  readonly repetitions: number;
  /** Rows changed since the phase was first begun. */
  readonly rows: number;
  /** Rows that its tables held, as an estimate; null where they are not known. */
  readonly rowsExpected: number | null;
}

const BATCH = `select p.phase, p.repetitions, p.rows_done::float8 as rows, p.rows_expected::float8 as "rowsExpected"
  from confiture.phase_progress p
  where ${mayBeOf('p', '$1', '$2')} and p.direction = $3 and p.phase = $5 and p.repetitions > 0
    and left($4, length(p.version)) = p.version
  order by p.updated_at desc limit 1`;

/** Null where the run is at no batch phase, or at one that has not repeated anything yet. */
export async function readBatch(
  connection: Connection,
  { project, environment }: Scope,
  { state, direction, migration, phase }: StoredRun,
): Promise<BatchState | null> {
  if (state === 'completed' || migration === null || phase === null) return null;
  const [row] = await connection.query<BatchState>(BATCH, [
    ...[project, environment, direction, migration, phase],
  ]);
  return row ?? null;
}

/** Null where the server reports nothing of the session of the run. */
export async function readServerProgress(
  connection: Connection,
  { state, backendPid }: StoredRun,
): Promise<ServerProgress | null> {
  if (isFinal(state) || backendPid === null) return null;
  return progressOf(await connection.query<ProgressRow>(progressSql(backendPid, connection.serverVersion)));
}
