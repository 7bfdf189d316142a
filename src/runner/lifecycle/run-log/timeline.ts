import type { ErrorFacts } from '../../../events/facts.js';
import { migrationId } from '../../../events/identifier.js';
import type { RunState } from '../steering/run-state.js';
import { isFinal } from '../steering/run-state.js';

/** An event of a run, as far as the timeline is made of it. */
export interface TimelineEvent {
  readonly type: string;
  readonly createdAt: Date;
  readonly data: Readonly<Record<string, unknown>>;
}

/** `pending`: planned and not begun. `interrupted`: the run is gone, and nothing says how the migration ended. */
export type TimelineState =
  | 'pending'
  | 'running'
  | 'paused'
  | 'validating'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'rolled_back'
  | 'interrupted';

export interface TimelinePhase {
  readonly name: string;
  /** From 1. */
  readonly number: number;
  readonly state: 'running' | 'completed' | 'failed';
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly durationSeconds: number | null;
  readonly recordsProcessed: number | null;
}

/** A migration in its run. */
export interface TimelineMigration {
  readonly id: string;
  readonly version: string;
  readonly name: string;
  readonly title: string | null;
  readonly state: TimelineState;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly durationSeconds: number | null;
  readonly phases: readonly TimelinePhase[];
  /** Why it failed. */
  readonly error: ErrorFacts | null;
}

/** What an event means for the state of its migration; others mean nothing for it. */
const STATE_AFTER: Readonly<Record<string, TimelineState>> = {
  'migration.started': 'running',
  'migration.resumed': 'running',
  'migration.paused': 'paused',
  'validation.started': 'validating',
  'validation.completed': 'running',
  'migration.completed': 'completed',
  'migration.failed': 'failed',
  'migration.cancelled': 'cancelled',
  'migration.rolled_back': 'rolled_back',
};
const PHASE_STATE: Readonly<Record<string, TimelinePhase['state']>> = {
  'migration.phase.started': 'running',
  'migration.phase.completed': 'completed',
  'migration.phase.failed': 'failed',
};
const UNENDED: ReadonlySet<TimelineState> = new Set(['running', 'paused', 'validating']);

/** The migrations of a run in their order, with their phases, made of its events in the order in which they happened. */
export function timelineOf(events: readonly TimelineEvent[], run: RunState): readonly TimelineMigration[] {
  const migrations = new Map<string, TimelineMigration>();
  for (const event of events) {
    if (event.type === 'run.started')
      for (const version of versionsOf(event.data)) migrations.set(migrationId(version), planned(version));
    const id = textOf(event.data.migration_id);
    if (id === null || !isOfMigration(event.type)) continue;
    migrations.set(id, after(migrations.get(id) ?? newMigration(id, event), event));
  }
  return [...migrations.values()].map((migration) =>
    isFinal(run) && UNENDED.has(migration.state) ? { ...migration, state: 'interrupted' } : migration,
  );
}

function isOfMigration(type: string): boolean {
  return type in STATE_AFTER || type in PHASE_STATE;
}

function versionsOf({ versions }: TimelineEvent['data']): readonly string[] {
  return Array.isArray(versions) ? versions.filter((version) => typeof version === 'string') : [];
}

/** The plan tells of versions alone. */
function planned(version: string): TimelineMigration {
  const data = { migration_version: version, migration_name: version };
  return { ...newMigration(migrationId(version), { data }), state: 'pending' };
}

function newMigration(id: string, { data }: Pick<TimelineEvent, 'data'>): TimelineMigration {
  return {
    id,
    version: textOf(data.migration_version) ?? '',
    name: textOf(data.migration_name) ?? '',
    title: textOf(data.migration_title),
    state: 'running',
    startedAt: null,
    endedAt: null,
    durationSeconds: null,
    phases: [],
    error: null,
  };
}

function after(migration: TimelineMigration, { type, data }: TimelineEvent): TimelineMigration {
  const phaseState = PHASE_STATE[type];
  if (phaseState !== undefined)
    return { ...migration, phases: withPhase(migration.phases, phaseState, data) };
  return {
    ...migration,
    name: textOf(data.migration_name) ?? migration.name,
    title: textOf(data.migration_title) ?? migration.title,
    state: STATE_AFTER[type] ?? migration.state,
    startedAt: textOf(data.started_at) ?? migration.startedAt,
    endedAt: textOf(data.ended_at) ?? migration.endedAt,
    durationSeconds: numberOf(data.duration_seconds) ?? migration.durationSeconds,
    error: errorOf(data.error) ?? migration.error,
  };
}

function withPhase(
  phases: readonly TimelinePhase[],
  state: TimelinePhase['state'],
  data: TimelineEvent['data'],
): readonly TimelinePhase[] {
  const phase: TimelinePhase = {
    name: textOf(data.phase) ?? '',
    number: numberOf(data.phase_number) ?? 0,
    state,
    startedAt: textOf(data.started_at),
    endedAt: textOf(data.ended_at),
    durationSeconds: numberOf(data.duration_seconds),
    recordsProcessed: numberOf(data.records_processed),
  };
  return [...phases.filter(({ number }) => number !== phase.number), phase].sort(
    (a, b) => a.number - b.number,
  );
}

/** The error in the data of an event; null where there is none. */
export function errorOf(value: unknown): ErrorFacts | null {
  if (typeof value !== 'object' || value === null) return null;
  const { type, message, sqlstate, file, line } = value as Readonly<Record<string, unknown>>;
  return {
    type: textOf(type) ?? 'Error',
    message: textOf(message) ?? '',
    ...(typeof sqlstate === 'string' && { sqlstate }),
    ...(typeof file === 'string' && { file }),
    ...(typeof line === 'number' && { line }),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
