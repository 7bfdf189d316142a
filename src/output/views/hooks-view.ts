import { displayText } from '../terminal/display-text.js';
import { drawTable } from '../terminal/table.js';
import type { Theme } from '../terminal/theme.js';
import { formatCount } from '../terminal/wording.js';

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

export interface HookTrialRow {
  /** The phase, or the type of the event. */
  readonly at: string;
  readonly ok: boolean;
  readonly message: string | null;
  readonly messages: number | null;
}

/** What came of calling a hook with invented facts. */
export function hookTrialView(calls: readonly HookTrialRow[], theme: Theme): string {
  if (calls.length === 0) return 'Nothing to call.';
  const rows = calls.map((call) => [call.at, call.ok ? 'ok' : 'failed', detailOf(call)]);
  return drawTable(
    ['Called at', 'Result', 'Detail'].map((title) => ({ title, whole: title === 'Detail' })),
    rows,
    theme,
  ).join('\n');
}

function detailOf({ message, messages }: HookTrialRow): string {
  if (message !== null) return displayText(message);
  return messages === null ? '' : formatCount(messages, 'message');
}
