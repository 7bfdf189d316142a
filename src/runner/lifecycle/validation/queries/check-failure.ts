import { basename } from 'node:path';
import type { ServerError } from '../../../../database/server-error.js';
import type { ResultDifference } from './compare-results.js';

/** Why a check does not hold, or could not be decided. */
export type FailureReason =
  /** A `.verify.sql` did not return true. */
  | 'not_true'
  /** Rows, or columns, are others than before. */
  | 'rows_differ'
  | 'columns_differ'
  /** The server refused the query. */
  | 'query_failed'
  /** Undecidable: it took too long, gives another result each time, or its result from before is not known. */
  | 'timeout'
  | 'volatile'
  | 'before_unknown';

/** One query that did not hold. Nothing in it is a value, but for `shown` and `server`. */
export interface CheckFailure {
  /** As people write it. */
  readonly file: string;
  /** Text of that file, for drawing the line. */
  readonly source: string;
  /** Place of the query in its file, from 1; null for a `.verify.sql`, which is run whole. */
  readonly query: number | null;
  readonly line: number | null;
  readonly reason: FailureReason;
  /** What happened, as the end of a sentence that begins with the query; masked. */
  readonly words: string;
  readonly sqlstate?: string;
  readonly rowsBefore: number | null;
  readonly rowsAfter: number | null;
  readonly rowsDifferent: number | null;
  /** Rows that only the one result has: for a person at a terminal. */
  readonly shown: ShownRows | null;
  /** What the server refused the query with, as it said it: for a person at a terminal. */
  readonly server: ServerError | null;
}

export interface ShownRows {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Which check is meant. */
export type CheckOrigin = Pick<CheckFailure, 'file' | 'source' | 'query' | 'line'>;

const NO_ROWS = { rowsBefore: null, rowsAfter: null, rowsDifferent: null, shown: null, server: null };

export function checkFailure(
  place: CheckOrigin,
  reason: FailureReason,
  words: string,
  sqlstate?: string,
): CheckFailure {
  return { ...place, ...NO_ROWS, reason, words, ...(sqlstate !== undefined && { sqlstate }) };
}

/** For a query that the server refused; `message` is what it said, masked. */
export function queryFailed(place: CheckOrigin, message: string, server: ServerError): CheckFailure {
  const { code } = server;
  return { ...checkFailure(place, 'query_failed', `failed: ${message} [${code}]`, code), server };
}

/** For a result that is another one than before. */
export function resultDiffers(
  place: CheckOrigin,
  { kind, rowsBefore, rowsAfter, rowsDifferent }: ResultDifference,
  shown: ShownRows | null,
): CheckFailure {
  const counts = { rowsBefore, rowsAfter, rowsDifferent, server: null };
  if (kind === 'columns') {
    return {
      ...place,
      ...counts,
      reason: 'columns_differ',
      words: 'returned other columns than before',
      shown: null,
    };
  }
  const words = `returned other rows than before: ${countText(rowsDifferent)} (${rowsBefore} before, ${rowsAfter} after)`;
  return { ...place, ...counts, reason: 'rows_differ', words, shown };
}

function countText(rowsDifferent: number | null): string {
  if (rowsDifferent === null) return 'it is not known how many';
  return rowsDifferent === 1 ? '1 row differs' : `${rowsDifferent} rows differ`;
}

/** The query as a sentence names it, for instance `query 2 (line 7) of 005_add_payment_table.invariant.sql`. */
export function queryName({ file, query, line }: CheckOrigin): string {
  const name = basename(file);
  return query === null ? name : `query ${query} (line ${line}) of ${name}`;
}
