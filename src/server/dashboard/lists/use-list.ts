import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { mergeRows } from './new-rows.js';

/** A page of a list of the API. */
export interface ListPage<Row> {
  readonly data: readonly Row[];
  readonly next_cursor: string | null;
}

interface ListOptions<Row> {
  /** Names the list and its filter. */
  readonly key: readonly unknown[];
  readonly fetchPage: (cursor: string | undefined) => Promise<ListPage<Row>>;
  readonly idOf: (row: Row) => string;
}

export interface ShownList<Row> {
  readonly rows: readonly Row[];
  /** How many newer rows wait to be shown. */
  readonly waiting: number;
  readonly showWaiting: () => void;
  readonly isLoading: boolean;
  readonly error: unknown;
  readonly retry: () => void;
  readonly loadMore: () => void;
  readonly hasMore: boolean;
  readonly setHeld: (isHeld: boolean) => void;
}

interface Older<Row> {
  readonly rows: readonly Row[];
  readonly cursor: string | null;
}

/** How often the newest page is asked for where no event says that there is something new. */
const POLL_MS = 5_000;

/**
 * A list whose newest page follows the server, with older pages behind it as the reader comes to them. While the
 * pointer or the focus is in the list, or it is scrolled, new rows wait until they are asked for; what has come while the
 * reader was elsewhere is there at once.
 */
export function useList<Row>({ key, fetchPage, idOf }: ListOptions<Row>): ShownList<Row> {
  const name = JSON.stringify(key);
  const newest = useQuery({ queryKey: key, queryFn: () => fetchPage(undefined), refetchInterval: POLL_MS });
  const [older, setOlder] = useState<Older<Row> | null>(null);
  const [isHeld, setHeld] = useState(false);
  const [isReleased, setReleased] = useState(false);
  const shown = useRef<{ readonly name: string; readonly rows: readonly Row[] }>({ name, rows: [] });
  const isFresh = useRef(false);
  const isLoadingMore = useRef(false);
  useEffect(() => {
    setOlder(null);
    setReleased(false);
    shown.current = { name, rows: [] };
  }, [name]);
  const before = shown.current.name === name ? shown.current.rows : [];
  const merged = mergeRows({
    shown: joined(before, older?.rows ?? [], idOf),
    newest: newest.data?.data ?? [],
    hasMore: newest.data?.next_cursor != null,
    idOf,
    isHeld: isFresh.current && !isReleased && (isHeld || window.scrollY > 0),
    keepsOlder: older !== null,
  });
  shown.current = { name, rows: merged.rows };
  isFresh.current = newest.isFetchedAfterMount;
  useEffect(() => {
    if (merged.isCut) setOlder(null);
  }, [merged.isCut]);
  const cursor = older === null ? (newest.data?.next_cursor ?? null) : older.cursor;
  const loadMore = useCallback(() => {
    if (cursor === null || isLoadingMore.current) return;
    isLoadingMore.current = true;
    fetchPage(cursor)
      .then(
        (page) => {
          setOlder((known) => ({ rows: [...(known?.rows ?? []), ...page.data], cursor: page.next_cursor }));
        },
        () => {},
      )
      .finally(() => {
        isLoadingMore.current = false;
      });
  }, [cursor, fetchPage]);
  return {
    rows: merged.rows,
    waiting: merged.waiting,
    showWaiting: () => {
      window.scrollTo({ top: 0 });
      setReleased(true);
      requestAnimationFrame(() => setReleased(false));
    },
    isLoading: newest.isPending,
    error: newest.error,
    retry: () => void newest.refetch(),
    loadMore,
    hasMore: cursor !== null,
    setHeld,
  };
}

/** The shown rows, then the older ones that are not among it. */
function joined<Row>(
  shown: readonly Row[],
  older: readonly Row[],
  idOf: (row: Row) => string,
): readonly Row[] {
  if (older.length === 0) return shown;
  const known = new Set(shown.map(idOf));
  return [...shown, ...older.filter((row) => !known.has(idOf(row)))];
}
