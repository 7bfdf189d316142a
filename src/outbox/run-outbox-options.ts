import type { Connection } from '../database/connection.js';
import type { OutboxEntry } from './entry.js';
import type { EntryOptions } from './prepared-entries.js';
import type { WorkerOptions } from './worker-options.js';

export interface RunOutboxOptions extends Omit<WorkerOptions, 'source' | 'token' | 'at'>, EntryOptions {
  /** How long to go on sending after the last migration, in milliseconds; 0 sends nothing at all. */
  readonly budgetMs: number;
  /** A session of its own, which goes on after the run was stopped; given up when `signal` aborts. */
  readonly connectBeside: (signal: AbortSignal) => Promise<Connection>;
  /** Told when an event went to the spool, with what the database said. */
  readonly onSpooled: (entry: OutboxEntry, databaseError: unknown) => void;
  /** Told when an event could be stored nowhere. */
  readonly onUnstored: (
    entry: OutboxEntry,
    errors: { readonly database: unknown; readonly spool: unknown },
  ) => void;
  /** Told before the wait for deliveries begins. */
  readonly onDraining: (pending: number, budgetMs: number) => void;
}
