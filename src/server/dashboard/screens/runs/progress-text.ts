import type { Run } from '../../api/generated.js';

/** How far a run has come: `12 of 30, at 013_backfill, phase data_transfer`. */
export function progressText(
  run: Pick<Run, 'migrations_done' | 'migrations_total' | 'current_migration' | 'phase'>,
): string {
  const { migrations_done: done, migrations_total: total, current_migration: at, phase } = run;
  const count = total === null ? (done === 0 ? 'no migration done' : `${done} done`) : `${done} of ${total}`;
  return [count, at === null ? null : `at ${at}`, phase === null ? null : `phase ${phase}`]
    .filter((part) => part !== null)
    .join(', ');
}
