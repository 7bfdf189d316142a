import type { Direction } from '../../run-events.js';
import { drawRows } from '../terminal/table.js';
import type { Theme } from '../terminal/theme.js';
import { formatCount } from '../terminal/wording.js';

export interface PlanStep {
  readonly name: string;
  /** What people call it. */
  readonly title?: string | null;
  /** False for a file that runs statement by statement, outside of a transaction. */
  readonly transactional: boolean;
  /** Why it does, for instance `COMMIT (line 3)`; null where that is not known. */
  readonly reason?: string | null;
}

export interface PlanViewData {
  readonly direction: Direction;
  /** In the order they would run. */
  readonly steps: readonly PlanStep[];
  /** All steps would share one transaction. */
  readonly singleTransaction: boolean;
}

/** What a dry run says: what would be done, in order, and that nothing was. */
export function planView({ direction, steps, singleTransaction }: PlanViewData, theme: Theme): string {
  const verb = direction === 'up' ? 'apply' : 'roll back';
  if (steps.length === 0) return `Dry run: there is nothing to ${verb}.`;
  const rows = steps.map(({ name, title, transactional, reason }, index) => [
    `${index + 1}.`,
    title ? `${name}: ${title}` : name,
    transactional ? '' : { text: outside(reason ?? null), style: 'caution' as const },
  ]);
  const columns = [{ align: 'right' as const }, {}, {}];
  const inOne = singleTransaction ? ', in one transaction' : '';
  return [
    `Dry run: would ${verb} ${formatCount(steps.length, 'migration')}${inOne}, in this order:`,
    ...drawRows(columns, rows, theme),
    'Nothing was changed.',
  ].join('\n');
}

function outside(reason: string | null): string {
  return reason === null ? 'outside of a transaction' : `outside of a transaction: ${reason}`;
}
