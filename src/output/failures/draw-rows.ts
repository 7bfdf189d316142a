import { displayLines } from '../terminal/display-text.js';
import type { Theme } from '../terminal/theme.js';
import { fact } from '../views/fact.js';

/** Rows that only one of two results has, as text. */
export interface DifferingRows {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const MOST_ROWS = 10;

/** Rows in which two results differ, for a person who asked for them: they are values of the database. */
export function drawRows(
  rows: DifferingRows | undefined,
  { theme, verbose, isPersonal = false }: { theme: Theme; verbose: boolean; isPersonal?: boolean },
): string[] {
  if (!rows || !isPersonal) return [];
  if (!verbose) return fact('More', '--verbose shows the rows that differ.', theme);
  return [...drawSide('Only before', rows.before, theme), ...drawSide('Only after', rows.after, theme)];
}

function drawSide(label: string, rows: readonly string[], theme: Theme): string[] {
  if (rows.length === 0) return [];
  const shown = rows.slice(0, MOST_ROWS).map((row) => `  ${displayLines(row)}`);
  const more = rows.length > MOST_ROWS ? [`  and ${rows.length - MOST_ROWS} more`] : [];
  return [`${theme.paint('strong', `${label}:`)}`, ...shown, ...more];
}
