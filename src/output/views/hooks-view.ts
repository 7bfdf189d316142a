import type { Look } from '../terminal/look.js';
import { drawTable } from '../terminal/table.js';

export interface HookRow {
  readonly name: string;
  readonly phases: readonly string[];
  /** File it came from, or `built-in`. */
  readonly source: string;
}

/** The hooks of a project, in the order they are called. */
export function hooksView(hooks: readonly HookRow[], look: Look): string {
  const rows = hooks.map(({ name, phases, source }) => [name, phases.join(', '), source]);
  return drawTable(
    ['Hook', 'Phases', 'From'].map((title) => ({ title })),
    rows,
    look,
  ).join('\n');
}
