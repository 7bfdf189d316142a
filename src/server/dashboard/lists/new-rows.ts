/** Rows of a list as they are shown, and how many newer ones wait to be. */
export interface ShownRows<Row> {
  readonly rows: readonly Row[];
  readonly waiting: number;
}

/**
 * Takes the rows that there are now into what is shown. Known rows change in place, and older ones follow at the end.
 * While the reader is at work in the list (`isHeld`) newer ones only count, so that nothing moves under the pointer;
 * else they come in at the top.
 */
export function mergeRows<Row>(
  shown: readonly Row[],
  latest: readonly Row[],
  idOf: (row: Row) => string,
  isHeld: boolean,
): ShownRows<Row> {
  const first = shown[0];
  if (!isHeld || first === undefined) return { rows: latest, waiting: 0 };
  const known = new Set(shown.map(idOf));
  const begin = latest.findIndex((row) => known.has(idOf(row)));
  if (begin === -1) return { rows: shown, waiting: latest.length };
  return { rows: latest.slice(begin), waiting: begin };
}
