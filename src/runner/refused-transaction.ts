import { isServerError } from '../database/server-error.js';
import type { LoadedMigration } from '../migrations/load-migration.js';
import type { FailedEnd } from './transaction.js';

/**
 * active_sql_transaction, the use of an enum value in the transaction that adds it, and ALTER TABLE where the
 * transaction still has deferred triggers to run.
 */
const ALWAYS = new Set(['25001', '55P04', '55006']);
/** A COMMIT or ROLLBACK where none is possible: the fault of the transaction around it only in these statements. */
const INVALID_TERMINATION = '2D000';
const MAY_COMMIT = new Set(['CALL', 'DO']);

/**
 * SQLSTATE with which the server has proved that a file cannot run in one transaction, whatever state the
 * database is in; null for any other failure. The file's words alone do not always tell: a procedure that commits,
 * a new enum value that is used at once, REINDEX of what turns out to be partitioned.
 */
export function refusedTransaction(
  { plan }: LoadedMigration,
  { error, statement }: FailedEnd,
): string | null {
  if (plan.manner !== 'together' || statement === null || !isServerError(error)) return null;
  if (ALWAYS.has(error.code)) return error.code;
  const failed = plan.body.statements.find(({ start }) => start === statement);
  const mayCommit = MAY_COMMIT.has(failed?.words[0] ?? '');
  return error.code === INVALID_TERMINATION && mayCommit ? error.code : null;
}
