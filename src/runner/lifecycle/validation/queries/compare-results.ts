import type { QueryResult } from './query-result.js';

/** How two results of one query differ. */
export interface ResultDifference {
  readonly kind: 'columns' | 'rows';
  readonly rowsBefore: number;
  readonly rowsAfter: number;
  /** Least number of rows that were added, removed or changed; null where it cannot be told. */
  readonly rowsDifferent: number | null;
}

/** Null for equal results. Rows are compared as multisets, unless the query has an order of its own. */
export function compareResults(before: QueryResult, after: QueryResult): ResultDifference | null {
  if (before.sha256 === after.sha256) return null;
  const counts = { rowsBefore: before.rows, rowsAfter: after.rows };
  if (!hasSameColumns(before, after)) return { kind: 'columns', ...counts, rowsDifferent: null };
  return { kind: 'rows', ...counts, rowsDifferent: countDifferent(before, after) };
}

function hasSameColumns(before: QueryResult, after: QueryResult): boolean {
  return JSON.stringify(before.columns) === JSON.stringify(after.columns);
}

function countDifferent(before: QueryResult, after: QueryResult): number | null {
  const [old, now] = [before.rowHashes, after.rowHashes];
  if (!old || !now) return null;
  const unmatched = Math.max(countMissing(old, now), countMissing(now, old));
  return unmatched > 0 ? unmatched : old.filter((hash, index) => hash !== now[index]).length;
}

/** Rows of the one that the other does not have as often. */
function countMissing(rows: readonly string[], others: readonly string[]): number {
  const left = new Map<string, number>();
  for (const hash of others) left.set(hash, (left.get(hash) ?? 0) + 1);
  let missing = 0;
  for (const hash of rows) {
    const count = left.get(hash) ?? 0;
    if (count === 0) missing += 1;
    else left.set(hash, count - 1);
  }
  return missing;
}
