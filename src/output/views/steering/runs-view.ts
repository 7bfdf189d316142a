import { type Cell, drawTable } from '../../terminal/table.js';
import type { Theme } from '../../terminal/theme.js';
import { formatDuration } from '../../terminal/wording.js';
import { progressText, type ShownRun, STATE_STYLES } from './run-view.js';

const COLUMNS = [
  { title: 'Run', whole: true },
  { title: '' },
  { title: 'State' },
  { title: 'Progress' },
  { title: 'Started (UTC)' },
  { title: 'Time', align: 'right' },
  { title: 'By' },
] as const;

/** Runs, newest first, and what to type for those that want something. */
export function runsView(runs: readonly ShownRun[], theme: Theme): string {
  if (runs.length === 0) return 'No runs are recorded in this database.';
  const cells = runs.map((run): Cell[] => [
    run.id,
    run.direction,
    { text: run.state, style: STATE_STYLES[run.state] ?? 'accent' },
    progressText(run),
    { text: run.startedAt.toISOString().slice(0, 19).replace('T', ' '), style: 'faint' },
    formatDuration(run.durationMs),
    run.actor,
  ]);
  const next = runs
    .filter(({ state }, index) => WANTS.has(state) && (index === 0 || OPEN.has(state)))
    .map(({ id, state, next }) => `${id} is ${state}: \`${next}\``);
  return [...drawTable(COLUMNS, cells, theme), ...(next.length > 0 ? ['', ...next] : [])].join('\n');
}

/** An old failure wants nothing any more where there was a later run. */
const OPEN: ReadonlySet<string> = new Set(['waiting', 'pausing', 'paused', 'cancelling']);
const WANTS: ReadonlySet<string> = new Set([...OPEN, 'failed', 'cancelled', 'abandoned']);
