import { maskKnownSecrets } from '../../redaction/redaction.js';
import type { CatalogOf, FactOf } from './entry.js';
import {
  begunSample,
  type MigrationData,
  type MigrationRun,
  migrationData,
  migrationSample,
  withMigration,
} from './migration-data.js';
import { about, closed, count, flag, listOf, nullableCount, text } from './schema.js';

/** The checks of a migration: its `.verify.sql` and `.invariant.sql`. */
export interface ValidationData extends MigrationData {
  /** Queries in all files. */
  readonly checks: number;
  readonly files: readonly string[];
}

/** A query whose answer was not the one that it should have been; no value of a row is in it. */
export interface ValidationFailure {
  readonly file: string;
  /** Its place in the file, from 1. */
  readonly query: number;
  /** A sentence, masked. */
  readonly reason: string;
  readonly rows_before: number | null;
  readonly rows_after: number | null;
  readonly rows_different: number | null;
}

/** Data of the events about validation. */
export interface ValidationEvents {
  'validation.started': ValidationData;
  'validation.completed': ValidationData;
  'validation.failed': ValidationData & {
    readonly failures: readonly ValidationFailure[];
    /** True where the migration was rolled back for it. */
    readonly rolled_back: boolean;
  };
}

export interface ValidationFacts {
  /** `startedAt` and `endedAt` are those of the validation. */
  readonly run: MigrationRun;
  readonly checks: number;
  readonly files: readonly string[];
}

export function validationStarted(
  facts: ValidationFacts,
): FactOf<Pick<ValidationEvents, 'validation.started'>> {
  return { type: 'validation.started', data: dataOf(facts) };
}

export function validationCompleted(
  facts: ValidationFacts,
): FactOf<Pick<ValidationEvents, 'validation.completed'>> {
  return { type: 'validation.completed', data: dataOf(facts) };
}

export function validationFailed(
  facts: ValidationFacts,
  failures: readonly ValidationFailure[],
  isRolledBack: boolean,
): FactOf<Pick<ValidationEvents, 'validation.failed'>> {
  const data = { ...dataOf(facts), failures: failures.map(failureData), rolled_back: isRolledBack };
  return { type: 'validation.failed', data };
}

function dataOf({ run, checks, files }: ValidationFacts): ValidationData {
  return { ...migrationData(run), checks, files: files.map((file) => maskKnownSecrets(file)) };
}

function failureData(failure: ValidationFailure): ValidationFailure {
  const { query, rows_before, rows_after, rows_different } = failure;
  const [file, reason] = [maskKnownSecrets(failure.file), maskKnownSecrets(failure.reason)];
  return { file, query, reason, rows_before, rows_after, rows_different };
}

const properties = {
  checks: about('Queries in all files.', count),
  files: about('The files that hold them.', listOf(text)),
};

const sample: ValidationData = {
  ...migrationSample,
  started_at: '2026-01-09T14:23:44.900Z',
  duration_seconds: 0.223,
  checks: 3,
  files: ['005_add_payment_table.verify.sql', '005_add_payment_table.invariant.sql'],
};

export const validationCatalog: CatalogOf<ValidationEvents> = {
  'validation.started': {
    type: 'validation.started',
    meaning: 'The checks of a migration have begun.',
    moment: 'Stored by itself when the first query is about to be asked.',
    outcome: 'neutral',
    incident: 'none',
    mark: '▶️',
    headline: 'Validation started',
    schema: withMigration(properties),
    sample: {
      ...sample,
      ended_at: begunSample.ended_at,
      duration_seconds: begunSample.duration_seconds,
    },
  },
  'validation.completed': {
    type: 'validation.completed',
    meaning: 'All checks of a migration hold.',
    moment: 'Written in the transaction that commits the migration.',
    outcome: 'success',
    incident: 'none',
    mark: '✅',
    headline: 'Validation completed',
    schema: withMigration(properties),
    sample,
  },
  'validation.failed': {
    type: 'validation.failed',
    meaning: 'A check of a migration does not hold; `rolled_back` says whether the migration remains.',
    moment: 'Stored in a transaction of its own, after the rollback where there is one.',
    outcome: 'failure',
    incident: 'opens',
    mark: '❌',
    headline: 'Validation failed',
    schema: withMigration({
      ...properties,
      failures: listOf(
        closed({
          file: text,
          query: about('Its place in the file, from 1.', { type: 'integer', minimum: 1 }),
          reason: about('A sentence, masked.', text),
          rows_before: nullableCount,
          rows_after: nullableCount,
          rows_different: nullableCount,
        }),
      ),
      rolled_back: about('True where the migration was rolled back for it.', flag),
    }),
    sample: {
      ...sample,
      failures: [
        {
          file: '005_add_payment_table.invariant.sql',
          query: 2,
          reason: 'The result differs from the one before the migration.',
          rows_before: 4,
          rows_after: 4,
          rows_different: 1,
        },
      ],
      rolled_back: true,
    },
  },
};
