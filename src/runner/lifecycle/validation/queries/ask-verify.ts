import type { QueryFile } from '../../../../migrations/queries/load-queries.js';
import { type CheckFailure, checkFailure } from './check-failure.js';
import { inReadOnly, type QueryTransaction } from './in-read-only.js';
import { answerOf, type QueryContext } from './query-error.js';

/**
 * Null where the `.verify.sql` holds: the first column of each row that its last statement returns is true, there is one
 * at least, and that of no row of the statements before it is false.
 */
export async function askVerify(
  { path, scan: { text } }: QueryFile,
  queryTransaction: QueryTransaction,
  context: QueryContext,
): Promise<CheckFailure | null> {
  const place = { file: path.displayPath, source: text, query: null, line: null };
  const { connection, timeoutMs } = context;
  const asked = await answerOf(place, context, () =>
    inReadOnly(connection, queryTransaction, { timeoutMs }, () => connection.queryUnbound(text)),
  );
  if ('failure' in asked) return asked.failure;
  const values = asked.answer.map((rows) => rows.map(firstColumn));
  const last = values.at(-1) ?? [];
  const isTrue = last.length > 0 && last.every((value) => value === true) && !values.flat().includes(false);
  return isTrue ? null : checkFailure(place, 'not_true', 'did not return true');
}

function firstColumn(row: object): unknown {
  return Object.values(row)[0];
}
