import type { ServerError } from '../../../database/server-error.js';
import { ConfitureError } from '../../../errors.js';
import type { MigrationFile } from '../../../migrations/folder/discover.js';
import { type CheckFailure, queryName, type ShownRows } from './queries/check-failure.js';

/** The state of a migration whose validation failed. */
export type ValidationOutcome =
  /** It was not begun, or all of it was undone. */
  | 'rolled_back'
  /** Its statements stay, since it has no transaction, and it is not recorded. */
  | 'stays'
  /** It is committed and recorded, because that was asked for. */
  | 'kept';

/** Row values of a failed check, for a person at a terminal. */
export class DifferentRows extends Error {
  constructor(readonly rows: ShownRows) {
    super('rows differ');
  }
}

/** What the server said about a query of a check, for a person at a terminal. */
export class RefusedQuery extends Error {
  constructor(readonly server: ServerError) {
    super('the server refused a query');
  }
}

/** The error of a failed validation, which points to the first query that does not hold. */
export function validationFailed(
  { name, down }: Pick<MigrationFile, 'name' | 'down'>,
  failures: readonly [CheckFailure, ...CheckFailure[]],
  outcome: ValidationOutcome,
): ConfitureError {
  const [first] = failures;
  const more = failures.length > 1 ? ` (and ${failures.length - 1} more)` : '';
  return new ConfitureError(
    'VALIDATION_FAILED',
    `${name} is not valid: ${queryName(first)} ${first.words}${more}`,
    {
      hint: `${OUTCOMES[outcome](down?.displayPath ?? null)} ${adviceFor(first)}`,
      location: { file: first.file, ...(first.line !== null && { line: first.line }) },
      migration: name,
      ...(first.sqlstate !== undefined && { sqlstate: first.sqlstate }),
      details: { rolled_back: outcome === 'rolled_back', failures: failures.map(factsOfFailure) },
      ...causeOf(first),
    },
  );
}

function causeOf({ shown, server }: CheckFailure): { readonly cause?: Error } {
  if (shown) return { cause: new DifferentRows(shown) };
  return server ? { cause: new RefusedQuery(server) } : {};
}

/** What may be said of a failed check anywhere. */
function factsOfFailure(failure: CheckFailure) {
  const { file, query, reason, rowsBefore, rowsAfter, rowsDifferent } = failure;
  return {
    file,
    query,
    reason,
    rows_before: rowsBefore,
    rows_after: rowsAfter,
    rows_different: rowsDifferent,
  };
}

const OUTCOMES: Readonly<Record<ValidationOutcome, (down: string | null) => string>> = {
  rolled_back: () => 'Nothing of the migration was kept.',
  stays: (down) =>
    `The file ran outside of a transaction, so what it did stays, and it is not recorded. ${
      down === null ? 'It has no down file.' : `${down} would undo it; nothing runs that by itself.`
    } Once the database is as it should be, the same command asks again and records it.`,
  kept: () => 'The migration is committed all the same, as --on-validation-failure keep wants it.',
};

function adviceFor({ reason, query }: CheckFailure): string {
  switch (reason) {
    case 'timeout':
      return 'Make the query faster, or raise --validation-timeout.';
    case 'volatile':
      return 'Take what changes by itself out of the query: random(), clock_timestamp(), a LIMIT without an ORDER BY.';
    case 'before_unknown':
      return 'Restore the file as it was, or delete it.';
    case 'query_failed':
      return `Correct the query: it has to work ${query === null ? '' : 'before and '}after the migration.`;
    default:
      return 'Correct the migration, or the query where the change is meant.';
  }
}
