import type { ShownRun } from '../../../../output/views/steering/run-view.js';
import type { StoredRun } from '../../../../runner/lifecycle/run-log/stored-run.js';
import { nextCommand } from '../../../../runner/lifecycle/steering/next-command.js';

/** A run as views show it. */
export function shownRun(run: StoredRun): ShownRun {
  return { ...run, next: nextCommand(run) };
}
