/** Rows of a list as they are shown, and how many newer ones wait to be. */
export interface ShownRows<Row> {
  readonly rows: readonly Row[];
  readonly waiting: number;
  /** True where older rows were let go: a gap lies between them and the newest page, or there were too many. */
  readonly isCut: boolean;
}

interface RowsThereAre<Row> {
  /** The rows on the screen, with the older ones behind them that the reader came to. */
  readonly shown: readonly Row[];
  /** The newest page, and whether there is more behind it. */
  readonly newest: readonly Row[];
  readonly hasMore: boolean;
  readonly idOf: (row: Row) => string;
  /** True while the reader is at work in the list. */
  readonly isHeld: boolean;
  /** True where the reader came to older rows, which then stay. */
  readonly keepsOlder: boolean;
}

/** Rows that a list which is not held keeps, so that it does not grow with what happens while it is left alone. */
const MOST_LEFT_ALONE = 500;

/**
 * Takes the newest page into the rows on the screen: rows that it has stand as it has them, those that it should have and
 * has not are gone, and those that it has pushed out at its end stay, so that there is no hole before the older ones. While
 * the reader is at work in the list newer rows only count, so that nothing moves under the pointer; else they come in at
 * the top.
 */
export function mergeRows<Row>(there: RowsThereAre<Row>): ShownRows<Row> {
  const { shown, newest, hasMore, idOf, isHeld, keepsOlder } = there;
  const places = new Map(shown.map((row, place) => [idOf(row), place]));
  const last = newest.findLast((row) => places.has(idOf(row)));
  if (last === undefined) {
    const mustWait = isHeld && shown.length > 0 && newest.length > 0;
    return mustWait
      ? { rows: shown, waiting: newest.length, isCut: false }
      : { rows: newest, waiting: 0, isCut: true };
  }
  const known = new Set(newest.map(idOf));
  const behind = shown.slice((places.get(idOf(last)) ?? 0) + 1);
  const kept = hasMore && (isHeld || keepsOlder) ? behind.filter((row) => !known.has(idOf(row))) : [];
  const rows = [...newest, ...kept];
  if (!isHeld) {
    const isCut = rows.length > MOST_LEFT_ALONE;
    return { rows: isCut ? newest : rows, waiting: 0, isCut };
  }
  const begin = newest.findIndex((row) => places.has(idOf(row)));
  return { rows: rows.slice(begin), waiting: begin, isCut: false };
}
