import type { Keyset, ListOrder } from '../../storage/keyset.js';
import { decodeCursor, encodeCursor } from './cursor.js';

/** Which page of a list is asked for; without a cursor the first. */
export interface PageRequest {
  readonly limit: number;
  /** `nextCursor` or `prevCursor` of a page of the same list and order. */
  readonly cursor?: string;
  /** Default: the newest first. */
  readonly order?: ListOrder;
}

/** A page of a list. A cursor is null where there is nothing in its direction. */
export interface Page<T> {
  readonly data: readonly T[];
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
}

/** How a list is read. */
export interface PageSource<T> {
  /** Name of the list, which its cursors carry. */
  readonly list: string;
  readonly read: (keyset: Keyset) => Promise<readonly T[]>;
  /** Sort key of a row, unique in the list. */
  readonly keyOf: (row: T) => readonly string[];
}

/**
 * Reads one page, and one row more to know whether there is another. Rows that were added or deleted meanwhile move no
 * other row to another page. Throws CURSOR_INVALID.
 */
export async function readPage<T>(
  { list, read, keyOf }: PageSource<T>,
  { limit, cursor, order = 'desc' }: PageRequest,
): Promise<Page<T>> {
  const position = cursor === undefined ? null : decodeCursor(list, order, cursor);
  const isBackward = position?.isBackward ?? false;
  const found = await read({
    after: position?.key ?? null,
    order: isBackward ? opposite(order) : order,
    limit: limit + 1,
  });
  const hasMore = found.length > limit;
  const rows = found.slice(0, limit);
  const data = isBackward ? rows.reverse() : rows;
  const cursorAt = (row: T | undefined, towardsStart: boolean) => {
    const key = row === undefined ? position?.key : keyOf(row);
    return key === undefined ? null : encodeCursor(list, order, { key, isBackward: towardsStart });
  };
  const hasNext = isBackward || hasMore;
  const hasPrevious = isBackward ? hasMore : position !== null;
  return {
    data,
    nextCursor: hasNext ? cursorAt(data.at(-1), false) : null,
    prevCursor: hasPrevious ? cursorAt(data[0], true) : null,
  };
}

/** A page as lists of the API answer with it. */
export function pageDocument<T, Row extends object>(
  { data, nextCursor, prevCursor }: Page<T>,
  document: (row: T) => Row,
): { data: Row[]; next_cursor: string | null; prev_cursor: string | null } {
  return { data: data.map(document), next_cursor: nextCursor, prev_cursor: prevCursor };
}

function opposite(order: ListOrder): ListOrder {
  return order === 'asc' ? 'desc' : 'asc';
}
