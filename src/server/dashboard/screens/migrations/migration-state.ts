import type { Migration } from '../../api/generated.js';

/** How a migration stands, for a reader: one that the last run failed at is more than pending. */
export function shownState({ state, failure, run_id: run }: Pick<Migration, 'state' | 'failure' | 'run_id'>) {
  return failure !== null && run === null ? 'failed' : state;
}
