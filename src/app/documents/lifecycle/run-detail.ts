import type { ErrorFacts } from '../../../events/facts.js';
import type { RunEventRecord } from '../../../outbox/log/events-of-run.js';
import type { Blocker } from '../../../run-events.js';
import type { BatchState } from '../../../runner/lifecycle/run-log/run-activity.js';
import {
  errorOf,
  type TimelineMigration,
  type TimelinePhase,
} from '../../../runner/lifecycle/run-log/timeline.js';
import { hintOfSqlstate } from '../../../runner/outcome/failure-hint.js';
import type { RunDetail } from '../../lifecycle/read-run.js';
import { runObject } from '../steering.js';

/** A run with its timeline, as the API shows it. */
export function runDetailObject(detail: RunDetail) {
  return {
    ...runObject(detail.run),
    server_time: detail.serverTime.toISOString(),
    blocked_by: detail.blockers.map(blockerObject),
    batch: detail.batch && batchObject(detail.batch),
    server_progress: detail.progress && { ...detail.progress },
    migrations: detail.migrations.map(migrationObject),
    events: detail.events.map(eventObject),
    events_complete: detail.isComplete,
  };
}

function blockerObject({ clientAddress, stateMs, ...session }: Blocker) {
  return { ...session, client_address: clientAddress, state_ms: stateMs };
}

function batchObject({ rowsExpected, ...batch }: BatchState) {
  return { ...batch, rows_expected: rowsExpected };
}

function failureObject(error: ErrorFacts | null) {
  if (error === null) return null;
  const { type, message, sqlstate = null, file = null, line = null } = error;
  const hint = sqlstate === null ? null : hintOfSqlstate(sqlstate);
  return { type, message, sqlstate, file, line, hint };
}

function migrationObject(migration: TimelineMigration) {
  const { id, version, name, title, state, error } = migration;
  return {
    id,
    version,
    name,
    title,
    state,
    ...timesOf(migration),
    phases: migration.phases.map(phaseObject),
    error: failureObject(error),
  };
}

function phaseObject(phase: TimelinePhase) {
  const { name, number, state } = phase;
  return { name, number, state, ...timesOf(phase), records_processed: phase.recordsProcessed };
}

function timesOf({
  startedAt,
  endedAt,
  durationSeconds,
}: Pick<TimelinePhase, 'startedAt' | 'endedAt' | 'durationSeconds'>) {
  return { started_at: startedAt, ended_at: endedAt, duration_seconds: durationSeconds };
}

function eventObject({ id, type, createdAt, data, deliveries }: RunEventRecord) {
  return {
    id,
    type,
    created_at: createdAt.toISOString(),
    migration_id: typeof data.migration_id === 'string' ? data.migration_id : null,
    phase: typeof data.phase === 'string' ? data.phase : null,
    error: failureObject(errorOf(data.error)),
    deliveries: deliveries.map((delivery) => ({ ...delivery })),
  };
}
