import { displayWidth, padToWidth } from './display-width.js';
import type { Look, Style } from './look.js';
import { present } from './present.js';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

export type Cell = string | { readonly text: string; readonly style: Style };

/** Lines of a table with a head. */
export function drawTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  look: Look,
): string[] {
  const head = columns.map(({ title }): Cell => ({ text: title, style: 'faint' }));
  return drawRows(columns, [head, ...rows], look);
}

/** Lines aligned by what a terminal shows. Cells are masked and sanitized here, so callers need not. */
export function drawRows(
  columns: readonly Pick<Column, 'align'>[],
  rows: readonly (readonly Cell[])[],
  look: Look,
): string[] {
  const lines = rows.map((row) => row.map(plainCell));
  const widths = columns.map((_, index) =>
    lines.reduce((widest, line) => Math.max(widest, displayWidth(line[index]?.text ?? '')), 0),
  );
  return lines.map((line) => drawLine(line, columns, widths, look));
}

interface PlainCell {
  readonly text: string;
  readonly style: Style | null;
}

function plainCell(cell: Cell): PlainCell {
  return typeof cell === 'string'
    ? { text: present(cell), style: null }
    : { text: present(cell.text), style: cell.style };
}

function drawLine(
  cells: readonly PlainCell[],
  columns: readonly Pick<Column, 'align'>[],
  widths: readonly number[],
  look: Look,
): string {
  const drawn = cells.map(({ text, style }, index) => {
    const isLast = index === cells.length - 1;
    const align = columns[index]?.align ?? 'left';
    const padded = isLast && align === 'left' ? text : padToWidth(text, widths[index] ?? 0, align);
    return style ? look.paint(style, padded) : padded;
  });
  return drawn.join('   ').trimEnd();
}
