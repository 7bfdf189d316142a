import type { Migration, Run, RunDetail } from '../../api/generated.js';
import { UNENDED } from './timeline/run-timeline.js';

const DONE: ReadonlySet<RunDetail['migrations'][number]['state']> = new Set(['completed', 'rolled_back']);

/**
 * A run as its events tell it, where they are ahead of its row, which is written now and then: its first line would
 * contradict the timeline.
 */
export function inStep(run: RunDetail): RunDetail {
  const done = run.migrations.filter(({ state }) => DONE.has(state)).length;
  if (run.ended_at !== null || done <= run.migrations_done) return run;
  return {
    ...run,
    migrations_done: done,
    current_migration: run.migrations.find(({ state }) => UNENDED.has(state))?.name ?? null,
    phase: null,
    batch: null,
    records_processed: null,
    server_progress: null,
  };
}

/** Without its place where the list of migrations is ahead of it: a database would be at a migration that is being applied. */
export function withoutOldPlace<R extends Run>(run: R, migrations: readonly Migration[]): R {
  const isPassed =
    run.ended_at === null &&
    run.direction === 'up' &&
    migrations.some(({ name, applied_at: at }) => name === run.current_migration && at !== null);
  return isPassed ? { ...run, current_migration: null, phase: null } : run;
}
