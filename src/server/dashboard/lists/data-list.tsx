import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { basePath } from '../api/client.js';
import { useHotkeys } from '../frame/hotkeys.js';
import './data-list.css';

/** A column; the first of a list is its row's link. */
export interface Column<Row> {
  readonly title: string;
  /** Width as a track of a CSS grid, for instance `minmax(120px, 2fr)`. */
  readonly width: string;
  readonly cell: (row: Row) => ReactNode;
  /** Stands beside the link of the first column, such as a value that filters. */
  readonly beside?: (row: Row) => ReactNode;
  /** `end` for figures. */
  readonly align?: 'start' | 'end';
  /** True for what is left out where a window is too narrow for all columns. */
  readonly isExtra?: boolean;
  /** Place on a phone, where a row is a card of two lines; without it the column is left out there. */
  readonly onPhone?: 'first' | 'first-end' | 'second' | 'second-end';
}

interface DataListProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly idOf: (row: Row) => string;
  readonly hrefOf: (row: Row) => string;
  /** What the link of a row leads to, for a reader who hears it without its row. */
  readonly aboutOf?: (row: Row) => string;
  readonly open: (href: string) => void;
  /** Keys for the row that is chosen, for instance `r` to retry it. */
  readonly rowKeys?: Readonly<Record<string, (row: Row) => void>>;
  /** Asks for more rows where the end comes into sight. */
  readonly onEnd?: () => void;
}

const ROW_PX = 36;
const OVERSCAN = 12;

/**
 * A list of rows of one height. Only those in sight are in the document, so it scrolls the same with a million behind it.
 * `j` and `k` move, `Enter` and `o` open; the chosen row is kept by its id when rows come in.
 */
export function DataList<Row>({
  label,
  rows,
  columns,
  idOf,
  hrefOf,
  aboutOf,
  open,
  rowKeys = {},
  onEnd,
}: DataListProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const rowPx = useSyncExternalStore(onResize, rowHeight);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowPx,
    overscan: OVERSCAN,
    scrollMargin: body.current?.offsetTop ?? 0,
  });
  const { measure } = virtual;
  // A phone that is turned, or a window that is made narrow, has rows of another height.
  useEffect(() => {
    if (rowPx > 0) measure();
  }, [rowPx, measure]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - OVERSCAN) onEnd?.();
  }, [last, rows.length, onEnd]);
  const chosenIndex = rows.findIndex((row) => idOf(row) === chosen);
  const move = (step: number) => {
    const next = Math.min(Math.max(chosenIndex + step, 0), rows.length - 1);
    const row = rows[next];
    if (row === undefined) return;
    setChosen(idOf(row));
    virtual.scrollToIndex(next, { align: 'auto' });
    const focus = () => {
      const link = linkOf(body.current, idOf(row));
      link?.focus({ preventScroll: true });
      return link !== null;
    };
    // At once where the row is there, so that a key that follows quickly is about it.
    if (!focus()) requestAnimationFrame(focus);
  };
  const withChosen = (act: (row: Row) => void) => () => {
    const row = rows[chosenIndex];
    if (row !== undefined) act(row);
  };
  useHotkeys({
    j: () => move(1),
    k: () => move(-1),
    // As a click, so that the reader comes back to it.
    o: withChosen((row) => linkOf(body.current, idOf(row))?.click()),
    ...Object.fromEntries(Object.entries(rowKeys).map(([key, act]) => [key, withChosen(act)])),
  });
  const grid = {
    '--columns': tracks(columns),
    '--columns-narrow': tracks(columns.filter(({ isExtra }) => isExtra !== true)),
  } as CSSProperties;
  return (
    <table className="list" aria-label={label} aria-rowcount={rows.length + 1} aria-colcount={columns.length}>
      <thead>
        <tr className="list-head" aria-rowindex={1} style={grid}>
          {columns.map(({ title, align = 'start', isExtra = false }, index) => (
            <th
              key={title}
              scope="col"
              aria-colindex={index + 1}
              className={`list-cell list-${align}${isExtra ? ' list-extra' : ''}`}
            >
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body} className="list-body" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const id = idOf(row);
          return (
            <tr
              key={id}
              aria-rowindex={item.index + 2}
              className={`list-row${id === chosen ? ' list-chosen' : ''}`}
              style={{ ...grid, height: rowPx, top: item.start - virtual.options.scrollMargin }}
              onFocus={() => setChosen(id)}
            >
              {columns.map((column, index) => (
                <td
                  key={column.title}
                  aria-colindex={index + 1}
                  className={`list-cell list-${column.align ?? 'start'} list-phone-${column.onPhone ?? 'none'}${column.isExtra === true ? ' list-extra' : ''}`}
                >
                  {index === 0 ? (
                    <span className="list-first">
                      <RowLink id={id} href={hrefOf(row)} open={open}>
                        {column.cell(row)}
                        {aboutOf === undefined ? null : (
                          <span className="visually-hidden">, {aboutOf(row)}</span>
                        )}
                      </RowLink>
                      {column.beside?.(row)}
                    </span>
                  ) : (
                    column.cell(row)
                  )}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function tracks<Row>(columns: readonly Column<Row>[]): string {
  return columns.map(({ width }) => width).join(' ');
}

/** The link of a row; a click with a modifier opens it elsewhere, as links do. */
function RowLink({
  id,
  href,
  open,
  children,
}: {
  readonly id: string;
  readonly href: string;
  readonly open: (href: string) => void;
  readonly children: ReactNode;
}) {
  return (
    <a
      className="list-link"
      data-row={id}
      href={basePath + href}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        open(href);
      }}
    >
      {children}
    </a>
  );
}

function onResize(changed: () => void): () => void {
  addEventListener('resize', changed);
  return () => removeEventListener('resize', changed);
}

/** Pixels of a row in the window as it is now; a card of two lines on a phone. */
function rowHeight(): number {
  if (matchMedia('(max-width: 800px)').matches) return ROW_PX * 2;
  return Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue('--row'), 10) || ROW_PX;
}

function linkOf(body: HTMLElement | null, id: string): HTMLElement | null {
  return body?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`) ?? null;
}
