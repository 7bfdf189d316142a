import { displayText } from '../terminal/display-text.js';
import { drawTable } from '../terminal/table.js';
import type { Style, Theme } from '../terminal/theme.js';
import { formatCount } from '../terminal/wording.js';

/**
 * - `changed`: applied, and the file is not the one that was applied
 * - `missing`: applied, and there is no file any more
 * - `interrupted`: some of its statements or phases have run, and the others have not
 * - `out of order`: pending, though a later version is applied
 */
export type MigrationState = 'applied' | 'pending' | 'changed' | 'missing' | 'interrupted' | 'out of order';

export interface StatusRow {
  readonly version: string;
  readonly name: string;
  readonly title?: string | null;
  readonly state: MigrationState;
  /** The phase that an interrupted file goes on with; null for other files. */
  readonly phase?: { readonly number: number; readonly total: number } | null;
  readonly appliedAt: Date | null;
}

export interface StatusViewData {
  /** In the order of versions. */
  readonly rows: readonly StatusRow[];
  /** Name of the latest applied migration; null before the first. */
  readonly current: string | null;
}

const STYLES: Readonly<Record<MigrationState, Style>> = {
  applied: 'good',
  pending: 'accent',
  changed: 'caution',
  missing: 'caution',
  interrupted: 'bad',
  'out of order': 'caution',
};

const STATES = Object.keys(STYLES) as MigrationState[];

export function statusView({ rows, current }: StatusViewData, theme: Theme): string {
  if (rows.length === 0)
    return 'There are no migrations yet. `confiture migrate generate NAME` writes the first.';
  const hasTitles = rows.some(({ title }) => title);
  const cells = rows.map(({ version, name, title, state, phase, appliedAt }) => [
    version,
    name,
    ...(hasTitles ? [title ?? ''] : []),
    { text: phase ? `${state} in phase ${phase.number} of ${phase.total}` : state, style: STYLES[state] },
    { text: appliedAt === null ? '' : timestamp(appliedAt), style: 'faint' as const },
  ]);
  const heads = ['Version', 'Name', ...(hasTitles ? ['Title'] : []), 'State', 'Applied at (UTC)'];
  const columns = heads.map((title) => ({ title }));
  return [...drawTable(columns, cells, theme), '', summary(rows, current), ...nextSteps(rows)].join('\n');
}

/** `2026-03-01 12:30:05`: sortable, the same on every machine. */
function timestamp(date: Date): string {
  return date.toISOString().slice(0, 19).replace('T', ' ');
}

function summary(rows: readonly StatusRow[], current: string | null): string {
  const counts = STATES.map((state) => ({ state, count: rows.filter((row) => row.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}`);
  const partly = rows.filter(({ state }) => state === 'interrupted').map(({ name }) => displayText(name));
  const place = current === null ? beforeFirst(partly) : `The database is at ${displayText(current)}.`;
  return `${formatCount(rows.length, 'migration')}: ${counts.join(', ')}. ${place}`;
}

function beforeFirst(partly: readonly string[]): string {
  return partly.length === 0
    ? 'Nothing has been applied.'
    : `No migration is complete; statements of ${partly.join(', ')} have been applied.`;
}

const NEXT: readonly (readonly [MigrationState, string])[] = [
  [
    'interrupted',
    'Interrupted: the next `confiture migrate up` (or `down`) goes on where it was cut off; where it asks for a decision, `confiture migrate resolve VERSION` makes it.',
  ],
  ['changed', 'Changed files: restore them from version control, or put the change into a new migration.'],
  [
    'missing',
    'Missing files: restore them from version control; without them nobody can build this database anew.',
  ],
  ['out of order', 'Out of order: these run with the next `confiture migrate up`, after later versions.'],
  ['pending', 'Next: `confiture migrate up` applies what is pending.'],
];

function nextSteps(rows: readonly StatusRow[]): string[] {
  return NEXT.filter(([state]) => rows.some((row) => row.state === state)).map(([, text]) => text);
}
