import type { Connection, ResultColumn } from '../../../../database/connection.js';
import type { InvariantQuery } from '../../../../migrations/queries/invariant-query.js';
import { inReadOnly, type QueryTransaction } from './in-read-only.js';
import { type QueryResult, queryResult } from './query-result.js';
import { columnsSql, digestSql, RESULT_SETTINGS, typesSql } from './result-sql.js';

export interface QueryLimits {
  /** For one query, in milliseconds; 0 turns it off. */
  readonly timeoutMs: number;
  /** Rows of a result up to which each is compared with each. */
  readonly rowLimit: number;
}

/** A result with what only a person at a terminal may see of it. */
export interface AskedQuery {
  readonly result: QueryResult;
  /** Text of its rows, where they are few. Row values: never in an event, a log or a file. */
  readonly shown: readonly string[];
  readonly durationMs: number;
}

export interface AskOptions {
  readonly place: QueryTransaction;
  readonly limits: QueryLimits;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Rows of a result that a person is shown where it differs. */
const MOST_SHOWN = 50;

/** The result of a query, computed by the server: neither its rows nor their number cost memory here. */
export function askQuery(
  connection: Connection,
  query: InvariantQuery,
  { place, limits, now }: AskOptions,
): Promise<AskedQuery> {
  const readOnly = { timeoutMs: limits.timeoutMs, settings: RESULT_SETTINGS };
  return inReadOnly(connection, place, readOnly, async () => {
    const startedAt = now();
    const columns = await connection.columnsOf(columnsSql(query.text));
    const digest = digestSql(query.text, { ...query, rowLimit: limits.rowLimit, shownRows: MOST_SHOWN });
    const answers = await connection.queryUnbound(`${digest}; ${typesSql(columns)}`);
    return { ...resultOf(query, columns, answers, limits), durationMs: now() - startedAt };
  });
}

interface DigestRow {
  readonly rows: string;
  readonly hashes: string | null;
  readonly shown: readonly string[] | null;
  readonly [sum: string]: unknown;
}

function resultOf(
  { isOrdered }: InvariantQuery,
  columns: readonly ResultColumn[],
  answers: readonly object[][],
  { rowLimit }: QueryLimits,
): Pick<AskedQuery, 'result' | 'shown'> {
  const [digest] = (answers[0] ?? []) as DigestRow[];
  const [described] = (answers.at(-1) ?? []) as { readonly types: readonly string[] }[];
  if (!digest || !described) throw new Error('the server answered without a row');
  const rows = Number(digest.rows);
  const named = columns.map(({ name }, index) => ({ name, type: described.types[index] ?? '' }));
  const sums = SUMS.map((name) => String(digest[name] ?? 0));
  const hashes = rows > rowLimit ? null : (digest.hashes ?? '');
  return {
    result: queryResult(named, isOrdered, { rows, sums, hashes }),
    shown: rows > MOST_SHOWN ? [] : (digest.shown ?? []),
  };
}

const SUMS = ['sum_1', 'sum_9', 'sum_17', 'sum_25'];
