import type { Connection } from '../../../database/connection.js';
import type { Scope } from '../../../storage/scope.js';
import type { RunState } from '../steering/run-state.js';
import { listRuns } from './list-runs.js';

const OPEN_STATES = [
  'queued',
  'starting',
  'running',
  'waiting',
  'pausing',
  'paused',
  'cancelling',
  'abandoned',
] as const satisfies readonly RunState[];

/** How the runs of a scope stand now. */
export interface RunGauges {
  /** Runs that have not said how they ended, among the newest. */
  readonly states: Readonly<Record<(typeof OPEN_STATES)[number], number>>;
  /** Of the run that has waited longest for the migration lock; 0 where none waits. */
  readonly lockWaitSeconds: number;
  /** Runs that did not get the lock in time. */
  readonly lockTimeouts: number;
}

const NEWEST = 200;

export async function readRunGauges(connection: Connection, scope: Scope): Promise<RunGauges> {
  const [runs, [locks]] = await Promise.all([
    listRuns(connection, scope, { limit: NEWEST }),
    connection.query<Omit<RunGauges, 'states'>>(
      `select count(*) filter (where error_code = 'LOCK_NOT_OBTAINED')::float8 as "lockTimeouts",
        coalesce(max(extract(epoch from clock_timestamp() - waiting_since))
          filter (where ended_at is null and waiting_for::text like '%"kind":"lock"%'), 0)::float8 as "lockWaitSeconds"
       from confiture.runs where project = $1 and environment = $2`,
      [scope.project, scope.environment],
    ),
  ]);
  const countOf = (wanted: RunState) => runs.filter(({ state }) => state === wanted).length;
  const states = Object.fromEntries(OPEN_STATES.map((state) => [state, countOf(state)]));
  return {
    states: states as RunGauges['states'],
    lockWaitSeconds: Math.max(0, locks?.lockWaitSeconds ?? 0),
    lockTimeouts: locks?.lockTimeouts ?? 0,
  };
}
