import { displayText } from './display-text.js';
import { displayWidth, fitToWidth, padToWidth } from './display-width.js';
import type { Style, Theme } from './theme.js';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Never cut, because people copy it. */
  readonly whole?: boolean;
}

export type Cell = string | { readonly text: string; readonly style: Style };

/** Lines of a table with a head. */
export function drawTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  theme: Theme,
): string[] {
  const head = columns.map(({ title }): Cell => ({ text: title, style: 'faint' }));
  return drawRows(columns, [head, ...rows], theme);
}

/** Lines aligned by what a terminal shows. Cells are masked and sanitized here, so callers need not. */
export function drawRows(
  columns: readonly Pick<Column, 'align' | 'whole'>[],
  rows: readonly (readonly Cell[])[],
  theme: Theme,
): string[] {
  const lines = rows.map((row) => row.map(plainCell));
  const natural = columns.map((_, index) =>
    lines.reduce((widest, line) => Math.max(widest, displayWidth(line[index]?.text ?? '')), 0),
  );
  const widths = theme.cuts ? narrowed(natural, columns, theme.width) : natural;
  const fitted = lines.map((line) =>
    line.map(({ text, style }, index) => {
      const width = widths[index] ?? 0;
      return { text: theme.cuts ? fitToWidth(text, width, theme.glyphs.ellipsis) : text, style };
    }),
  );
  return fitted.map((line) => drawLine(line, columns, widths, theme));
}

const GAP = 3;
const NARROWEST = 4;

/** Widths that fit into `room`, the widest columns narrowed first; those that are kept whole never. */
function narrowed(
  natural: readonly number[],
  columns: readonly Pick<Column, 'whole'>[],
  room: number,
): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width, 0) + GAP * (widths.length - 1) - room;
  while (excess > 0) {
    const candidates = widths.map((width, index) => (columns[index]?.whole ? 0 : width));
    const widest = Math.max(...candidates);
    if (widest <= NARROWEST) return widths;
    widths[candidates.indexOf(widest)] = widest - 1;
    excess -= 1;
  }
  return widths;
}

interface PlainCell {
  readonly text: string;
  readonly style: Style | null;
}

function plainCell(cell: Cell): PlainCell {
  return typeof cell === 'string'
    ? { text: displayText(cell), style: null }
    : { text: displayText(cell.text), style: cell.style };
}

function drawLine(
  cells: readonly PlainCell[],
  columns: readonly Pick<Column, 'align'>[],
  widths: readonly number[],
  theme: Theme,
): string {
  const drawn = cells.map(({ text, style }, index) => {
    const isLast = index === cells.length - 1;
    const align = columns[index]?.align ?? 'left';
    const padded = isLast && align === 'left' ? text : padToWidth(text, widths[index] ?? 0, align);
    return style ? theme.paint(style, padded) : padded;
  });
  return drawn.join(' '.repeat(GAP)).trimEnd();
}
