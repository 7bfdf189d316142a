import type { Connection } from '../../database/connection.js';
import { eventsOfRun, type RunEventRecord } from '../../outbox/log/events-of-run.js';
import type { Blocker, ServerProgress } from '../../run-events.js';
import { findRun } from '../../runner/lifecycle/run-log/find-run.js';
import {
  type BatchState,
  readBatch,
  readServerProgress,
} from '../../runner/lifecycle/run-log/run-activity.js';
import { readBlockers } from '../../runner/lifecycle/run-log/run-blockers.js';
import type { StoredRun } from '../../runner/lifecycle/run-log/stored-run.js';
import { type TimelineMigration, timelineOf } from '../../runner/lifecycle/run-log/timeline.js';
import type { Scope } from '../../storage/scope.js';

/** All that is known of one run. */
export interface RunDetail {
  readonly run: StoredRun;
  /** The server's clock. */
  readonly serverTime: Date;
  readonly blockers: readonly Blocker[];
  /** The batch phase that it is at, or has stopped in. */
  readonly batch: BatchState | null;
  /** How far the server is with the command that runs. */
  readonly progress: ServerProgress | null;
  readonly migrations: readonly TimelineMigration[];
  readonly events: readonly RunEventRecord[];
  /** False where the run has more events than these. */
  readonly isComplete: boolean;
}

const MOST_EVENTS = 2_000;

/** @throws RUN_UNKNOWN */
export async function readRun(connection: Connection, scope: Scope, id: string): Promise<RunDetail> {
  const run = await findRun(connection, scope, id);
  const [events, blockers, batch, progress, [clock]] = await Promise.all([
    eventsOfRun(connection, scope, id, MOST_EVENTS + 1),
    readBlockers(connection, run),
    readBatch(connection, scope, run),
    readServerProgress(connection, run),
    connection.query<{ now: Date }>('select clock_timestamp() as now'),
  ]);
  const shown = events.slice(0, MOST_EVENTS);
  return {
    run,
    serverTime: clock?.now ?? run.startedAt,
    blockers,
    batch,
    progress,
    migrations: timelineOf(shown, run.state),
    events: shown,
    isComplete: shown.length === events.length,
  };
}
