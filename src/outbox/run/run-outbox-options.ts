import type { Connection } from '../../database/connection.js';
import type { ScopeSettings } from '../../storage/scope.js';
import type { OutboxRecord, Subscribers } from '../records/outbox-record.js';
import type { WorkerOptions } from '../worker/worker-options.js';
import type { OwnDeliveries } from './own-deliveries.js';

export interface RunOutboxOptions
  extends Omit<WorkerOptions, 'connect' | 'scopeOf' | 'source' | 'token' | 'at' | 'onFault'>,
    Subscribers {
  /** The project and environment to which stored and sent records belong. */
  readonly scope: ScopeSettings;
  /** How long anything may take after the last migration, in milliseconds; 0 sends nothing at all. */
  readonly drainTimeoutMs: number;
  /** A session of its own, which goes on after the run was stopped; given up when `signal` aborts. */
  readonly connectBeside: (signal: AbortSignal) => Promise<Connection>;
  /** Told when an event went to the spool, with what the database said. */
  readonly onSpooled: (record: OutboxRecord, databaseError: unknown) => void;
  /** Told when an event could be stored nowhere. */
  readonly onUnstored: (
    record: OutboxRecord,
    errors: { readonly database: unknown; readonly spool: unknown },
  ) => void;
  /** Told once, after the last migration, how many messages were made for each endpoint. */
  readonly onMade: (messages: ReadonlyMap<string, number>) => void;
  /** Told before the wait for deliveries begins. */
  readonly onDraining: (own: OwnDeliveries, drainTimeoutMs: number) => void;
}
