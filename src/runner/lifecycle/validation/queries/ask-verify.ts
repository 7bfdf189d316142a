import type { QueryFile } from '../../../../migrations/queries/load-queries.js';
import { type CheckFailure, checkFailure } from './check-failure.js';
import { inReadOnly, type QueryPlace } from './in-read-only.js';
import { answerOf, type QueryContext } from './query-error.js';

/** Null where the `.verify.sql` holds: its last statement returns one row whose first column is true. */
export async function askVerify(
  { path, scan: { text } }: QueryFile,
  queryPlace: QueryPlace,
  context: QueryContext,
): Promise<CheckFailure | null> {
  const place = { file: path.displayPath, source: text, query: null, line: null };
  const { connection, timeoutMs } = context;
  const asked = await answerOf(place, context, () =>
    inReadOnly(connection, queryPlace, { timeoutMs }, () => connection.queryUnbound(text)),
  );
  if ('failure' in asked) return asked.failure;
  const [row] = asked.answer.at(-1) ?? [];
  const [value] = Object.values(row ?? {});
  return value === true ? null : checkFailure(place, 'not_true', 'did not return true');
}
