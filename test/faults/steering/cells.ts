import type { RunState } from '../../../src/runner/lifecycle/steering/run-state.js';

/** What becomes of a run when something is asked of it, or something ends: its state then, and the command to type next. */
export interface Cell {
  /** Exit code of the command that asks; null where nothing is asked. */
  readonly asked: 0 | 5 | null;
  /** Right afterwards. */
  readonly state: readonly RunState[];
  /** Once what keeps the run busy is over; absent where that is the same. */
  readonly later?: RunState;
  /** `RUN` stands for its id; null where there is nothing to do. */
  readonly next: string | null;
}

const RESUME = 'confiture migrate resume RUN';
const UP = 'confiture migrate up';
const WATCH = 'confiture migrate runs RUN --watch';

const SOON: Cell = { asked: 0, state: ['pausing'], later: 'paused', next: RESUME };
const AT_ONCE: Cell = { asked: 0, state: ['paused'], next: RESUME };
const CANCELLED: Cell = { asked: 0, state: ['cancelled'], next: UP };
const ABANDONED: Cell = { asked: null, state: ['abandoned'], next: UP };
const LOST: Cell = { asked: null, state: ['failed', 'abandoned'], next: UP };

function refusedWhile(state: RunState): Cell {
  return { asked: 5, state: [state], next: WATCH };
}

/** What happens to the run, in the order of the table. */
const HAPPENINGS = ['pause', 'resume', 'cancel', 'its process is killed', 'the server stops'] as const;
type Happening = (typeof HAPPENINGS)[number];

/** What becomes of it by each of them. */
type Row = Readonly<Record<Happening, Cell>>;

const ENDED = { cancel: CANCELLED, 'its process is killed': ABANDONED, 'the server stops': LOST };

/** The table of docs/lifecycle.md: every place a run can be found in, and what becomes of it. */
const TABLE = {
  'waits for the migration lock': { pause: SOON, resume: refusedWhile('waiting'), ...ENDED },
  'is between two migrations, where a gate thinks': {
    pause: SOON,
    resume: refusedWhile('running'),
    ...ENDED,
  },
  'is in a long statement': { pause: SOON, resume: refusedWhile('running'), ...ENDED },
  'is in a batch': { pause: AT_ONCE, resume: refusedWhile('running'), ...ENDED },
  'waits for an approval': {
    pause: SOON,
    resume: { asked: 5, state: ['waiting'], next: 'confiture approvals list' },
    ...ENDED,
  },
  'is held by `pauseWhen`': { pause: AT_ONCE, resume: refusedWhile('waiting'), ...ENDED },
  'is paused': { pause: AT_ONCE, resume: { asked: 0, state: ['running'], next: WATCH }, ...ENDED },
} as const satisfies Readonly<Record<string, Row>>;

export type Place = keyof typeof TABLE;

/** The table, for those who go through all of it. */
export const CELLS: Readonly<Record<Place, Row>> = TABLE;

/** The table as Markdown. */
export function cellsTable(): string {
  const head = ['a run that …', ...HAPPENINGS];
  const rows = Object.entries(CELLS).map(([place, cells]) => [
    place,
    ...HAPPENINGS.map((happening) => cellText(cells[happening])),
  ]);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function cellText({ asked, state, later, next }: Cell): string {
  const states = state.map((each) => `\`${each}\``).join(' or ');
  const then = later === undefined ? '' : `, then \`${later}\``;
  const refused = asked === 5 ? 'refused, exit 5: ' : '';
  return `${refused}${states}${then}${next === null || asked === 5 ? '' : `; \`${next}\``}`;
}
