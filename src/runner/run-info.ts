import type { HookContextMap, MigrationContext, RunContext } from '../bus/hook.js';
import type { DatabaseFacts, ErrorFacts } from '../events/event.js';
import { migrationId } from '../events/identifier.js';

/** What is the same for every migration of a run. */
export interface RunInfo {
  readonly runId: string;
  readonly environment: string;
  readonly correlationId: string;
  readonly database: DatabaseFacts;
}

/** When a migration ran and what it did; fields are null as long as they are not known. */
export interface Timing {
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly rowsAffected: number | null;
}

export const NOT_BEGUN: Timing = { startedAt: null, endedAt: null, rowsAffected: null };

/** Context of a phase that concerns the whole run. */
export function runContext<P extends 'pre_run' | 'post_run'>(
  phase: P,
  info: RunInfo,
  timing: Omit<Timing, 'rowsAffected'>,
): RunContext & { readonly phase: P } {
  return {
    phase,
    runId: info.runId,
    environment: info.environment,
    database: info.database,
    schemaName: info.database.schema,
    correlationId: info.correlationId,
    startTime: timing.startedAt,
    endTime: timing.endedAt,
    durationSeconds: durationSeconds(timing),
  };
}

type MigrationPhase = Exclude<keyof HookContextMap, 'pre_run' | 'post_run'>;

/** Context of a phase that concerns one migration. */
export function migrationContext<P extends MigrationPhase>(
  phase: P,
  info: RunInfo,
  migration: { readonly version: string; readonly name: string },
  timing: Timing = NOT_BEGUN,
  error: ErrorFacts | null = null,
): MigrationContext & { readonly phase: P } {
  return {
    phase,
    runId: info.runId,
    environment: info.environment,
    database: info.database,
    schemaName: info.database.schema,
    correlationId: info.correlationId,
    migrationId: migrationId(migration.version),
    migrationName: migration.name,
    migrationVersion: migration.version,
    startTime: timing.startedAt,
    endTime: timing.endedAt,
    durationSeconds: durationSeconds(timing),
    rowsAffected: timing.rowsAffected,
    error,
  };
}

function durationSeconds({ startedAt, endedAt }: Omit<Timing, 'rowsAffected'>): number | null {
  return startedAt && endedAt ? (endedAt.getTime() - startedAt.getTime()) / 1000 : null;
}
