import type { Direction } from '../../run-events.js';
import { LEDGER_CHANGES } from '../ledger/ledger-change.js';
import type { ExecutionFailure, ExecutionOptions, MigrationLifecycle, MigrationTask } from './execution.js';
import { MigrationPipeline } from './pipeline.js';
import { runInSharedTransaction } from './shared-transaction.js';
import type { ExecutionContext } from './transaction.js';

/** The migrations of a run, in their order. */
export interface Execution {
  readonly direction: Direction;
  readonly tasks: readonly MigrationTask[];
  /** True where all of them share one transaction; else each has its own, or none where its file cannot have one. */
  readonly shared: boolean;
}

/** Runs migrations. Returns the failure that ended it, or null; nothing is in flight any more when it returns. */
export function execute(
  { direction, tasks, shared }: Execution,
  session: Omit<ExecutionContext, 'direction' | 'change'>,
  lifecycle: MigrationLifecycle,
  options: ExecutionOptions,
): Promise<ExecutionFailure | null> {
  const context = { ...session, direction, change: LEDGER_CHANGES[direction] };
  if (shared) return runInSharedTransaction(tasks, context, lifecycle, options);
  return new MigrationPipeline(tasks, context, lifecycle, options).run();
}
