import type { InvariantQuery } from '../../../../migrations/queries/invariant-query.js';
import type { MigrationQueries } from '../../../../migrations/queries/load-queries.js';
import { type AskedQuery, askQuery } from './ask-query.js';
import { type CheckFailure, type CheckOrigin, checkFailure, resultDiffers } from './check-failure.js';
import { compareResults } from './compare-results.js';
import type { QueryTransaction } from './in-read-only.js';
import { answerOf, type QueryContext } from './query-error.js';

export type InvariantFile = NonNullable<MigrationQueries['invariant']>;

export interface InvariantContext extends QueryContext {
  readonly place: QueryTransaction;
  readonly rowLimit: number;
}

/** A result from before a migration; without the text of its rows where an earlier process has asked. */
export type BeforeResult = Pick<AskedQuery, 'result' | 'durationMs'> & Partial<Pick<AskedQuery, 'shown'>>;

/** Results in the order of the queries, and what did not hold. Without failures there is a result for each. */
export interface InvariantAnswers<A> {
  readonly asked: readonly A[];
  readonly failures: readonly CheckFailure[];
}

/** Asks each query twice: one that gives two results says nothing about a migration. */
export async function askBefore(
  file: InvariantFile,
  context: InvariantContext,
): Promise<InvariantAnswers<AskedQuery>> {
  return askEach(file, context, async (query, place) => {
    const first = await ask(query, place, context);
    if ('failure' in first) return first;
    const second = await ask(query, place, context);
    if ('failure' in second) return second;
    const isStable = compareResults(first.answer.result, second.answer.result) === null;
    return isStable ? first : { failure: isVolatile(place) };
  });
}

/** Asks each query again and compares. */
export async function askAfter(
  file: InvariantFile,
  before: readonly BeforeResult[],
  context: InvariantContext,
): Promise<InvariantAnswers<AskedQuery>> {
  return askEach(file, context, async (query, place) => {
    const earlier = before[query.number - 1];
    const asked = await ask(query, place, context);
    if ('failure' in asked || !earlier) return asked;
    const difference = compareResults(earlier.result, asked.answer.result);
    if (difference === null) return asked;
    return { failure: resultDiffers(place, difference, shownRows(earlier, asked.answer)) };
  });
}

type Answer = { readonly answer: AskedQuery } | { readonly failure: CheckFailure };

async function askEach(
  { queries, path, scan }: InvariantFile,
  { connection }: InvariantContext,
  askOne: (query: InvariantQuery, place: CheckOrigin) => Promise<Answer>,
): Promise<InvariantAnswers<AskedQuery>> {
  const asked: AskedQuery[] = [];
  const failures: CheckFailure[] = [];
  for (const query of queries) {
    const place = { file: path.displayPath, source: scan.text, query: query.number, line: query.line };
    const answer = await askOne(query, place);
    if ('failure' in answer) failures.push(answer.failure);
    else asked.push(answer.answer);
    if (connection.lost) break;
  }
  return { asked, failures };
}

function ask(query: InvariantQuery, place: CheckOrigin, context: InvariantContext): Promise<Answer> {
  const { connection, timeoutMs, rowLimit, now } = context;
  const options = { place: context.place, limits: { timeoutMs, rowLimit }, now };
  return answerOf(place, context, () => askQuery(connection, query, options));
}

function isVolatile(place: CheckOrigin): CheckFailure {
  return checkFailure(
    place,
    'volatile',
    'could not be decided: it is volatile, and returned two results when it was asked twice before the migration',
  );
}

/** Rows that the other result does not have; null where there are too many to show, or both have the same. */
function shownRows(before: BeforeResult, after: AskedQuery) {
  const [old, now] = [before.shown ?? [], after.shown];
  if (old.length < before.result.rows || now.length < after.result.rows) return null;
  const only = (rows: readonly string[], others: readonly string[]) =>
    rows.filter((row) => !others.includes(row));
  const shown = { before: only(old, now), after: only(now, old) };
  return shown.before.length + shown.after.length > 0 ? shown : null;
}
