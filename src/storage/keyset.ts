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
