import type { Connection } from '../../database/connection.js';
import { ConfitureError } from '../../errors.js';
import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import type { MigrationFile } from '../../migrations/folder/discover.js';
import type { InvalidMigration } from '../lifecycle/validation/validation.js';
import { asConfitureError } from '../outcome/as-confiture-error.js';
import { explainFailure } from '../outcome/failure.js';
import { lostBefore } from '../outcome/outcome.js';
import { NOT_BEGUN, type Timing } from '../run-info.js';
import type { ExecutionFailure, ExecutionOptions } from './execution.js';
import type { FailedEnd } from './transaction.js';

/** The failure of a migration that the server kept nothing of, in words a person can act on. An abort counts first. */
export function toFailure(
  migration: LoadedMigration,
  index: number,
  end: FailedEnd,
  timing: Timing,
  options: Pick<ExecutionOptions, 'signal' | 'redaction'>,
): ExecutionFailure {
  const { file, scan } = migration;
  const error = explain(migration, end, options);
  return { certainty: 'failed', unknown: [], error, file, text: end.source ?? scan.text, timing, index };
}

/** A migration that is committed, and ends its run all the same, because it is not valid. */
export function keptInvalid(
  { file }: LoadedMigration,
  index: number,
  { error, source }: InvalidMigration,
  timing: Timing,
): ExecutionFailure {
  return { certainty: 'committed', unknown: [], error, file, text: source, timing, index };
}

/** A failure that came before the migration was begun; with `connection`, perhaps because that was lost. */
export function failureBefore(
  file: MigrationFile,
  index: number,
  error: unknown,
  connection?: Connection,
): ExecutionFailure {
  if (connection?.lost && !ConfitureError.is(error)) {
    const lost = lostBefore(file.name, connection, error);
    return { certainty: 'not-begun', unknown: [], error: lost, file, index, text: null, timing: NOT_BEGUN };
  }
  const cause = asConfitureError(error);
  return { certainty: 'failed', unknown: [], error: cause, file, text: null, timing: NOT_BEGUN, index };
}

/** What ended a migration, or a phase of it, as an error for people. */
export function explain(
  migration: LoadedMigration,
  end: FailedEnd,
  { signal, redaction }: Pick<ExecutionOptions, 'signal' | 'redaction'>,
): ConfitureError {
  if (signal.aborted && !ConfitureError.is(end.error)) return asConfitureError(signal.reason);
  return explainFailure(end.error, {
    migration: migration.file.name,
    file: migration.path.displayPath,
    source: migration.scan.text,
    offset: end.offset,
    statement: end.statement,
    outsideTransaction: migration.shape.reason?.kind === 'directive',
    redaction,
  });
}
