import type { Connection, ScriptResult } from '../../../database/connection.js';
import type { LoadedMigration } from '../../../migrations/files/load-migration.js';
import { batchesOf } from '../../../migrations/parser/statements.js';
import { isAnswerLost } from '../../session/ask-again.js';
import { discardSql } from '../../session/session-state.js';
import { failedStatement, sendBatches } from '../send-batches.js';
import { errorOf, type FailedEnd } from '../transaction.js';

/** One repetition whose statements have run, and whose transaction is open. */
export interface Repetition {
  readonly ok: true;
  /** Rows that its INSERT, UPDATE, DELETE and MERGE have changed. */
  readonly rows: number;
}

/**
 * Begins a transaction and runs the statements of a batch phase in it; all leaves before this returns. Behind a commit
 * that fails they run in a transaction that the caller does not commit.
 */
export async function sendRepetition(
  connection: Connection,
  part: LoadedMigration,
): Promise<Repetition | FailedEnd> {
  const opened = errorOf(Promise.all([connection.run(discardSql), connection.run('begin')]));
  const { results, failure } = await sendBatches(connection, batchesOf(part.plan.body));
  const fault = await opened;
  if (fault) return failedEnd(fault.error, 0, null);
  if (failure) {
    return failedEnd(failure.error, failure.batch.start, failedStatement(part.plan.body, failure));
  }
  return { ok: true, rows: rowsChanged(results) };
}

function failedEnd(error: unknown, offset: number, statement: number | null): FailedEnd {
  return { ok: false, error, isCertain: !isAnswerLost(error), offset, statement };
}

const COUNTED = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

function rowsChanged(results: readonly ScriptResult[]): number {
  return results
    .flatMap(({ statements }) => statements)
    .reduce((sum, { command, rowCount }) => sum + (COUNTED.has(command) ? (rowCount ?? 0) : 0), 0);
}
