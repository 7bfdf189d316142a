import { maskKnownSecrets } from '../../redaction/redaction.js';
import type { DatabaseFacts, ErrorFacts } from '../facts.js';
import { migrationId } from '../identifier.js';
import type { CatalogOf, FactOf } from './entry.js';
import { closed, type JsonSchema, nullableTime, text } from './schema.js';

/** What every event about a migration says of it. */
export interface MigrationData {
  readonly migration_id: string;
  /** For instance `005_add_payment_table`. */
  readonly migration_name: string;
  /** For instance `005`. */
  readonly migration_version: string;
  readonly run_id: string;
  readonly database: DatabaseFacts;
  /** ISO 8601 UTC with milliseconds; null where the migration never began. */
  readonly started_at: string | null;
  readonly ended_at: string | null;
  /** Seconds, rounded to milliseconds. */
  readonly duration_seconds: number | null;
}

/** Data of the events about a migration. */
export interface MigrationEvents {
  'migration.completed': MigrationData & { readonly rows_affected: number | null };
  'migration.failed': MigrationData & {
    /** What failed: applying the migration, or undoing it. */
    readonly direction: 'up' | 'down';
    readonly error: ErrorFacts;
  };
  'migration.rolled_back': MigrationData & { readonly rows_affected: number | null };
}

/** A migration in its run; a fact that is not known yet is null. */
export interface MigrationRun {
  readonly runId: string;
  readonly database: DatabaseFacts;
  readonly version: string;
  readonly name: string;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly rowsAffected: number | null;
}

/** `up`: the migration is applied; `down`: it is undone. */
export function migrationDone(direction: 'up' | 'down', run: MigrationRun): FactOf<MigrationEvents> {
  const data = { ...dataOf(run), rows_affected: run.rowsAffected };
  return { type: direction === 'up' ? 'migration.completed' : 'migration.rolled_back', data };
}

export function migrationFailed(
  direction: 'up' | 'down',
  run: MigrationRun,
  error: ErrorFacts,
): FactOf<MigrationEvents> {
  return { type: 'migration.failed', data: { ...dataOf(run), direction, error: { ...error } } };
}

/**
 * Fields are taken one by one: a field that is not named here is in no event. The name is that of a file, in which
 * people have been seen to put keys.
 */
function dataOf({ runId, database, version, name, startedAt, endedAt }: MigrationRun): MigrationData {
  return {
    migration_id: migrationId(version),
    migration_name: maskKnownSecrets(name),
    migration_version: version,
    run_id: runId,
    database: { host: database.host, name: database.name, schema: database.schema },
    started_at: startedAt?.toISOString() ?? null,
    ended_at: endedAt?.toISOString() ?? null,
    duration_seconds: startedAt && endedAt ? (endedAt.getTime() - startedAt.getTime()) / 1000 : null,
  };
}

const sample = {
  migration_id: 'mig_005',
  migration_name: '005_add_payment_table',
  migration_version: '005',
  run_id: 'run_01kejdvg7800000000000000000',
  database: { host: 'db.example.com:5432', name: 'shop', schema: 'public' },
  started_at: '2026-01-09T14:23:43.000Z',
  ended_at: '2026-01-09T14:23:45.123Z',
  duration_seconds: 2.123,
};

const migrationProperties = {
  migration_id: { ...text, pattern: '^mig_' },
  migration_name: text,
  migration_version: text,
  run_id: { ...text, pattern: '^run_' },
  database: closed({ host: text, name: text, schema: text }),
  started_at: nullableTime,
  ended_at: nullableTime,
  duration_seconds: { type: ['number', 'null'], minimum: 0 },
};

const rowsAffected: JsonSchema = { type: ['integer', 'null'], minimum: 0 };

const direction: JsonSchema = {
  ...text,
  pattern: '^(up|down)$',
  description: 'What failed: applying the migration, or undoing it.',
};

const error: JsonSchema = closed(
  {
    type: { ...text, description: 'Condition name, for instance UniqueViolation.' },
    message: { ...text, description: 'Masked: names stay, values are ***.' },
    sqlstate: { ...text, pattern: '^[0-9A-Z]{5}$' },
    file: text,
    line: { type: 'integer', minimum: 1 },
  },
  ['type', 'message'],
);

export const migrationCatalog: CatalogOf<MigrationEvents> = {
  'migration.completed': {
    type: 'migration.completed',
    meaning: 'A migration is applied.',
    moment: 'Written in the transaction that commits the migration and its ledger row.',
    outcome: 'success',
    headline: 'Migration completed',
    schema: closed({ ...migrationProperties, rows_affected: rowsAffected }),
    sample: { ...sample, rows_affected: 50000 },
  },
  'migration.failed': {
    type: 'migration.failed',
    meaning: 'A migration, or its rollback (`direction`), was given up; nothing of its transaction remains.',
    moment: 'Written in a transaction of its own, after the rollback.',
    outcome: 'failure',
    headline: 'Migration failed',
    schema: closed({ ...migrationProperties, direction, error }),
    sample: {
      ...sample,
      direction: 'up',
      error: {
        type: 'UniqueViolation',
        message: 'could not create unique index "payments_reference_key"',
        sqlstate: '23505',
        file: '005_add_payment_table.up.sql',
        line: 12,
      },
    },
  },
  'migration.rolled_back': {
    type: 'migration.rolled_back',
    meaning: 'An applied migration was undone by its down file.',
    moment: 'Written in the transaction that commits the down file and removes the ledger row.',
    outcome: 'neutral',
    headline: 'Migration rolled back',
    schema: closed({ ...migrationProperties, rows_affected: rowsAffected }),
    sample: { ...sample, rows_affected: 0 },
  },
};
