import { drawTable } from '../terminal/table.js';
import type { Theme } from '../terminal/theme.js';

export interface HookRow {
  readonly name: string;
  readonly phases: readonly string[];
  /** File it came from, or `built-in`. */
  readonly source: string;
}

/** The hooks of a project, in the order they are called. */
export function hooksView(hooks: readonly HookRow[], theme: Theme): string {
  const rows = hooks.map(({ name, phases, source }) => [name, phases.join(', '), source]);
  return drawTable(
    ['Hook', 'Phases', 'From'].map((title) => ({ title })),
    rows,
    theme,
  ).join('\n');
}
