import type { OutboxEntry } from './entry.js';
import type { EntryOptions } from './prepared-entries.js';
import type { WorkerOptions } from './worker-options.js';

export interface RunOutboxOptions extends Omit<WorkerOptions, 'source' | 'token' | 'at'>, EntryOptions {
  /** How long to go on sending after the last migration, in milliseconds; 0 sends nothing at all. */
  readonly budgetMs: number;
  /** Told when an event went to the spool, because the database could not be reached. */
  readonly onSpooled: (entry: OutboxEntry) => void;
  /** Told when an event could be stored nowhere. */
  readonly onUnstored: (entry: OutboxEntry, error: unknown) => void;
  /** Told before the wait for deliveries begins. */
  readonly onDraining: (pending: number, budgetMs: number) => void;
}
