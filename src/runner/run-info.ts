import type { Actor, DatabaseFacts, ErrorFacts } from '../events/facts.js';
import { migrationId } from '../events/identifier.js';
import type { HookPhase, MigrationContext, RunContext } from '../hooks/define/hook.js';
import type { Direction } from '../run-events.js';

/** Facts that are the same for every migration of a run. */
export interface RunInfo {
  readonly runId: string;
  readonly environment: string;
  readonly organizationId: string | null;
  readonly correlationId: string;
  /** W3C Trace Context of the run; null where it is part of no trace. */
  readonly traceparent: string | null;
  readonly database: DatabaseFacts;
  /** Who started the run. */
  readonly actor: Actor;
  /** The grant that the run is under; null where it needs none. */
  readonly approvalId: string | null;
  /** Hash of the plan that the run is held to; null where none was asked for. */
  readonly planHash: string | null;
}

/** When a migration ran and what it did; fields are null as long as they are not known. */
export interface Timing {
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly rowsAffected: number | null;
  /** As `rowsAffected`, but null where only statements ran that write no rows; absent where it is the same. */
  readonly recordsProcessed?: number | null;
}

/** Milliseconds that a migration took; 0 where it was not run. */
export function durationOf({ startedAt, endedAt }: Pick<Timing, 'startedAt' | 'endedAt'>): number {
  return startedAt && endedAt ? endedAt.getTime() - startedAt.getTime() : 0;
}

export const NOT_BEGUN: Timing = { startedAt: null, endedAt: null, rowsAffected: null };

/** Context of a phase that concerns the whole run. */
export function runContext<P extends HookPhase>(
  phase: P,
  info: RunInfo,
  timing: Omit<Timing, 'rowsAffected'>,
): RunContext & { readonly phase: P } {
  const { startedAt, endedAt } = timing;
  return {
    phase,
    runId: info.runId,
    environment: info.environment,
    database: info.database,
    schemaName: info.database.schema,
    correlationId: info.correlationId,
    startTime: startedAt,
    endTime: endedAt,
    durationSeconds: startedAt && endedAt ? (endedAt.getTime() - startedAt.getTime()) / 1000 : null,
  };
}

type MigrationPhase = Exclude<HookPhase, 'pre_run' | 'post_run'>;

/** Context of a phase that concerns one migration. */
export function migrationContext<P extends MigrationPhase>(
  phase: P,
  info: RunInfo,
  migration: { readonly version: string; readonly name: string },
  timing: Timing = NOT_BEGUN,
  error: ErrorFacts | null = null,
  direction: Direction = phase.endsWith('_rollback') ? 'down' : 'up',
): MigrationContext & { readonly phase: P } {
  return {
    ...runContext(phase, info, timing),
    migrationId: migrationId(migration.version),
    migrationName: migration.name,
    migrationVersion: migration.version,
    direction,
    rowsAffected: timing.rowsAffected,
    error,
  };
}
