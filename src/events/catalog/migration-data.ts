import { maskKnownSecrets, maskText } from '../../redaction/redaction.js';
import type { DatabaseFacts, ErrorFacts } from '../facts.js';
import { migrationId } from '../identifier.js';
import {
  about,
  closed,
  type JsonSchema,
  matching,
  nullableSeconds,
  nullableText,
  nullableTime,
  text,
} from './schema.js';

/** Direction of a change: a migration is applied, or undone. */
export type EventDirection = 'up' | 'down';

/** What every event about a migration says of it. */
export interface MigrationData {
  readonly migration_id: string;
  /** For instance `005_add_payment_table`. */
  readonly migration_name: string;
  /** For instance `005`. */
  readonly migration_version: string;
  /** The title that its file gives it, for people; null where there is none. */
  readonly migration_title: string | null;
  readonly run_id: string;
  readonly database: DatabaseFacts;
  /** ISO 8601 UTC with milliseconds; null where the migration never began. */
  readonly started_at: string | null;
  readonly ended_at: string | null;
  /** Seconds, rounded to milliseconds. */
  readonly duration_seconds: number | null;
}

/** A migration in its run; a fact that is not known yet is null. */
export interface MigrationRun {
  readonly runId: string;
  readonly database: DatabaseFacts;
  readonly version: string;
  readonly name: string;
  readonly title?: string | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

/**
 * Fields are taken one by one: a field that is not named here is in no event. The name is that of a file, in which
 * people have been seen to put keys.
 */
export function migrationData({
  runId,
  version,
  name,
  title = null,
  database,
  ...times
}: MigrationRun): MigrationData {
  return {
    migration_id: migrationId(version),
    migration_name: maskedName(name),
    migration_version: version,
    migration_title: title === null ? null : maskText(title),
    run_id: runId,
    database: databaseData(database),
    ...timeData(times),
  };
}

const MOST_NAMES = 100;
const maskedNames = new Map<string, string>();

/** Every event of a migration says its name, and masking costs more than all else in it. */
function maskedName(name: string): string {
  const known = maskedNames.get(name);
  if (known !== undefined) return known;
  if (maskedNames.size >= MOST_NAMES) maskedNames.clear();
  const masked = maskKnownSecrets(name);
  maskedNames.set(name, masked);
  return masked;
}

export function databaseData({ host, name, schema }: DatabaseFacts): DatabaseFacts {
  return { host, name, schema };
}

/** The fields of an error one by one, as `errorFacts` has masked them. */
export function errorData({ type, message, sqlstate, file, line }: ErrorFacts): ErrorFacts {
  return {
    type,
    message,
    ...(sqlstate === undefined ? {} : { sqlstate }),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  };
}

/** When something began and ended, and how long it took. */
export function timeData({
  startedAt,
  endedAt,
}: Pick<MigrationRun, 'startedAt' | 'endedAt'>): Pick<
  MigrationData,
  'started_at' | 'ended_at' | 'duration_seconds'
> {
  return {
    started_at: startedAt?.toISOString() ?? null,
    ended_at: endedAt?.toISOString() ?? null,
    duration_seconds: startedAt && endedAt ? (endedAt.getTime() - startedAt.getTime()) / 1000 : null,
  };
}

export const runIdSchema = matching('^run_');

export const databaseSchema = closed({ host: text, name: text, schema: text });

export const timeProperties = {
  started_at: nullableTime,
  ended_at: nullableTime,
  duration_seconds: nullableSeconds,
};

const migrationProperties: Readonly<Record<keyof MigrationData, JsonSchema>> = {
  migration_id: matching('^mig_'),
  migration_name: text,
  migration_version: text,
  migration_title: about('The title in the head comment of its file, or null.', nullableText),
  run_id: runIdSchema,
  database: databaseSchema,
  ...timeProperties,
};

/** Schema of the data of an event about a migration, with properties of its own. */
export function withMigration(
  properties: Readonly<Record<string, JsonSchema>>,
  required?: readonly string[],
): JsonSchema {
  return closed(
    { ...migrationProperties, ...properties },
    required && [...Object.keys(migrationProperties), ...required],
  );
}

export const directionSchema: JsonSchema = about(
  'Whether it is applied, or undone.',
  matching('^(up|down)$'),
);

export const errorSchema: JsonSchema = closed(
  {
    type: about('Condition name, for instance UniqueViolation.', text),
    message: about('Masked: names stay, values are ***.', text),
    sqlstate: matching('^[0-9A-Z]{5}$'),
    file: text,
    line: { type: 'integer', minimum: 1 },
  },
  ['type', 'message'],
);

export const migrationSample: MigrationData = {
  migration_id: 'mig_005',
  migration_name: '005_add_payment_table',
  migration_version: '005',
  migration_title: 'Q1 Database Modernization',
  run_id: 'run_01kejdvg7800000000000000000',
  database: { host: 'db.example.com:5432', name: 'shop', schema: 'public' },
  started_at: '2026-01-09T14:23:43.000Z',
  ended_at: '2026-01-09T14:23:45.123Z',
  duration_seconds: 2.123,
};

/** The same before its end. */
export const begunSample: MigrationData = { ...migrationSample, ended_at: null, duration_seconds: null };

export const errorSample: ErrorFacts = {
  type: 'UniqueViolation',
  message: 'could not create unique index "payments_reference_key"',
  sqlstate: '23505',
  file: '005_add_payment_table.up.sql',
  line: 12,
};
