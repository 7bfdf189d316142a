import { quoteLiteral } from '../database/quote.js';

export type ListOrder = 'asc' | 'desc';

/**
 * Which rows of a list are read: the first `limit` in `order` beyond the row with the sort key `after`, or from the
 * start. Values of a key are texts as the server writes them: a time in JavaScript has lost its microseconds.
 */
export interface Keyset {
  readonly after: readonly string[] | null;
  readonly order: ListOrder;
  readonly limit: number;
}

/** SQL for the rows beyond `after`, of the columns of the sort key; true for all where there is none. */
export function beyondSql(columns: readonly string[], { after, order }: Keyset): string {
  if (after === null) return 'true';
  return `(${columns.join(', ')}) ${order === 'asc' ? '>' : '<'} (${after.map(quoteLiteral).join(', ')})`;
}

/** SQL for the order of a list by the columns of its sort key. */
export function orderSql(columns: readonly string[], { order }: Pick<Keyset, 'order'>): string {
  return `order by ${columns.map((column) => `${column} ${order}`).join(', ')}`;
}

/** Most rows that are read at once to find those for which a derived fact is true. */
const MOST_AT_ONCE = 500;

/**
 * Rows for which something is true that no column says, such as a derived state: read on until there are as many as
 * are asked for.
 */
export async function readWhere<T>(
  keyset: Keyset,
  source: { read(keyset: Keyset): Promise<readonly T[]>; keyOf(row: T): readonly string[] },
  isMeant: ((row: T) => boolean) | null,
): Promise<readonly T[]> {
  if (isMeant === null) return source.read(keyset);
  const found: T[] = [];
  let next: Keyset = { ...keyset, limit: Math.max(keyset.limit, MOST_AT_ONCE) };
  for (;;) {
    const rows = await source.read(next);
    found.push(...rows.filter(isMeant));
    const last = rows.at(-1);
    if (found.length >= keyset.limit || last === undefined || rows.length < next.limit)
      return found.slice(0, keyset.limit);
    next = { ...next, after: source.keyOf(last) };
  }
}
