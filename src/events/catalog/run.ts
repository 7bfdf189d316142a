import { maskKnownSecrets, maskText } from '../../redaction/redaction.js';
import type { Actor, DatabaseFacts, ErrorFacts } from '../facts.js';
import { type ActionData, actionData, actionProperties } from './actor.js';
import type { CatalogOf, FactOf } from './entry.js';
import {
  databaseData,
  databaseSchema,
  directionSchema,
  type EventDirection,
  errorData,
  errorSample,
  errorSchema,
  migrationSample,
  runIdSchema,
  timeData,
  timeProperties,
} from './migration-data.js';
import { about, closed, count, type JsonSchema, listOf, nullableText, text } from './schema.js';

/** A run as a whole: one message for a deploy. */
export interface RunData extends ActionData {
  readonly run_id: string;
  readonly direction: EventDirection;
  readonly database: DatabaseFacts;
  /** When its first migration began; ISO 8601 UTC with milliseconds. */
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly duration_seconds: number | null;
  readonly migrations_total: number;
  readonly migrations_done: number;
  /** Versions that are done, in order; in `run.started` those that are planned. */
  readonly versions: readonly string[];
  /** The newest applied version before the run; null where there was none. */
  readonly from_version: string | null;
  /** The newest applied version after it; in `run.started` the one that is planned. */
  readonly to_version: string | null;
  readonly plan_hash: string | null;
  /** Commit that a CI job works on. */
  readonly commit: string | null;
  /** Address of the CI job. */
  readonly link: string | null;
}

/** Data of the events about a run. */
export interface RunEvents {
  'run.started': RunData;
  'run.completed': RunData;
  'run.failed': RunData & {
    /** Name of the migration that failed; null where the run failed before one. */
    readonly failed_migration: string | null;
    readonly error: ErrorFacts;
  };
  'run.cancelled': RunData;
}

export interface RunFacts {
  readonly runId: string;
  readonly direction: EventDirection;
  readonly database: DatabaseFacts;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly total: number;
  readonly done: number;
  readonly versions: readonly string[];
  readonly fromVersion: string | null;
  readonly toVersion: string | null;
  readonly planHash: string | null;
  readonly actor: Actor;
  /** As typed; null where none was given. */
  readonly reason: string | null;
}

export function runStarted(facts: RunFacts): FactOf<Pick<RunEvents, 'run.started'>> {
  return { type: 'run.started', data: dataOf(facts) };
}

export function runCompleted(facts: RunFacts): FactOf<Pick<RunEvents, 'run.completed'>> {
  return { type: 'run.completed', data: dataOf(facts) };
}

export function runFailed(
  facts: RunFacts,
  failedMigration: string | null,
  error: ErrorFacts,
): FactOf<Pick<RunEvents, 'run.failed'>> {
  const name = failedMigration === null ? null : maskKnownSecrets(failedMigration);
  const data = { ...dataOf(facts), failed_migration: name, error: errorData(error) };
  return { type: 'run.failed', data };
}

export function runCancelled(facts: RunFacts): FactOf<Pick<RunEvents, 'run.cancelled'>> {
  return { type: 'run.cancelled', data: dataOf(facts) };
}

function dataOf(facts: RunFacts): RunData {
  const { actor } = facts;
  const { commit, link } = actor;
  return {
    run_id: facts.runId,
    direction: facts.direction,
    database: databaseData(facts.database),
    ...timeData(facts),
    migrations_total: facts.total,
    migrations_done: facts.done,
    versions: [...facts.versions],
    from_version: facts.fromVersion,
    to_version: facts.toVersion,
    plan_hash: facts.planHash,
    ...actionData(actor, facts.reason),
    commit,
    link: link === null ? null : maskText(link),
  };
}

const properties: Readonly<Record<keyof RunData, JsonSchema>> = {
  run_id: runIdSchema,
  direction: directionSchema,
  database: databaseSchema,
  ...timeProperties,
  migrations_total: count,
  migrations_done: count,
  versions: about('Versions that are done, in order; in `run.started` those that are planned.', listOf(text)),
  from_version: about('The newest applied version before the run, or null.', nullableText),
  to_version: about('The newest applied version after it; in `run.started` the planned one.', nullableText),
  plan_hash: nullableText,
  ...actionProperties,
  commit: about('Commit that a CI job works on, or null.', nullableText),
  link: about('Address of the CI job, or null.', nullableText),
};

const schema = closed(properties);

const sample: RunData = {
  run_id: migrationSample.run_id,
  direction: 'up',
  database: migrationSample.database,
  started_at: '2026-01-09T14:23:41.000Z',
  ended_at: '2026-01-09T14:23:45.123Z',
  duration_seconds: 4.123,
  migrations_total: 2,
  migrations_done: 2,
  versions: ['004', '005'],
  from_version: '003',
  to_version: '005',
  plan_hash: null,
  actor: 'ada',
  actor_source: 'ci',
  reason: null,
  commit: '4f2c1d7',
  link: 'https://ci.example.com/shop/jobs/118',
};

export const runCatalog: CatalogOf<RunEvents> = {
  'run.started': {
    type: 'run.started',
    meaning: 'A run begins its first migration.',
    moment: 'Committed by itself, before the first migration.',
    outcome: 'neutral',
    incident: 'none',
    mark: '▶️',
    headline: 'Run started',
    schema,
    sample: { ...sample, ended_at: null, duration_seconds: null, migrations_done: 0 },
  },
  'run.completed': {
    type: 'run.completed',
    meaning: 'All migrations of a run are done.',
    moment: 'Stored in a transaction of its own, after the last migration.',
    outcome: 'success',
    incident: 'closes',
    mark: '✅',
    headline: 'Run completed',
    schema,
    sample,
  },
  'run.failed': {
    type: 'run.failed',
    meaning: 'A run ended at a migration that failed; those committed before it stay.',
    moment: 'Stored in a transaction of its own, after the last migration.',
    outcome: 'failure',
    incident: 'opens',
    mark: '❌',
    headline: 'Run failed',
    schema: closed({
      ...properties,
      failed_migration: about('Name of the migration that failed, or null.', nullableText),
      error: errorSchema,
    }),
    sample: {
      ...sample,
      migrations_done: 1,
      versions: ['004'],
      to_version: '004',
      failed_migration: '005_add_payment_table',
      error: errorSample,
    },
  },
  'run.cancelled': {
    type: 'run.cancelled',
    meaning: 'A run was stopped, by a signal, a command or the API; what was done before stays done.',
    moment: 'Stored in a transaction of its own, after the last migration.',
    outcome: 'neutral',
    incident: 'none',
    mark: '🛑',
    headline: 'Run cancelled',
    schema,
    sample: { ...sample, migrations_done: 1, versions: ['004'], to_version: '004', reason: 'wrong branch' },
  },
};
