import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import type { Subscribers } from '../records/outbox-record.js';
import type { RejectedRecord } from '../records/rejected.js';
import type { Spool } from '../run/spool.js';
import type { ClaimedDelivery } from '../store/claim.js';
import type { EndpointChange } from '../store/endpoint-state.js';
import type { FinishedAttempt } from './dispatcher.js';
import type { EndpointEvent } from './endpoint-event.js';
import type { OutboxSession } from './outbox-session.js';
import type { RefreshEndpoints } from './refresh-endpoints.js';

export interface WorkerOptions extends Subscribers {
  /** Given up when `signal` aborts. */
  readonly connect: (signal: AbortSignal) => Promise<Connection>;
  /** True for a session that another part of the process goes on using: it is neither closed nor cut. Default: none is. */
  readonly isShared?: (connection: Connection) => boolean;
  readonly endpointEvent: EndpointEvent;
  /** Asked with each claim. Default: the endpoints of the hooks do not change. */
  readonly refreshEndpoints?: RefreshEndpoints;
  readonly spool: Spool;
  /** The scope whose deliveries are sent from here; asked once for each session. */
  readonly scopeOf: (connection: Connection) => Promise<Scope>;
  /** Lease token; default a random one. */
  readonly token?: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Time of the store's operations; null, the default, is the server's clock. */
  readonly at?: () => Date | null;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  /** Takes secrets out of what a hook throws. */
  readonly describe: (thrown: unknown) => string;
  readonly watch: WorkerWatch;
  readonly source?: WorkSource;
  /** True while the source may get more: what comes and what ends is gathered for longer then. Default: never. */
  readonly isMoreToCome?: () => boolean;
}

/** What this process brings along itself. */
export interface WorkSource {
  /** Deliveries that may be sent now; asked for in each round that has room for them. */
  take(session: OutboxSession): Promise<readonly ClaimedDelivery[]>;
  /** True where `take` would give more. */
  hasMore(): boolean;
  /** Releases the rest for every process; called at the end. */
  leave(session: OutboxSession): Promise<void>;
}

/** Told what a worker does. No method may throw. */
export interface WorkerWatch {
  attempt(attempt: FinishedAttempt): void;
  endpointChanged(change: EndpointChange): void;
  /** The database cannot be worked with; told once for each time that it begins. */
  databaseError(error: unknown): void;
  /** A malformed record or file was set aside. `record` says which. */
  rejected(record: RejectedRecord): void;
}

/** When a worker has done what it was started for. */
export interface WorkerMode {
  /**
   * Asked when nothing is held and nothing can be claimed. `untilDueMs` is the time until something
   * will be due; null where nothing waits.
   */
  shouldStop(untilDueMs: number | null): boolean;
  /** Time for attempts in flight to end once the worker is stopped, in milliseconds. */
  readonly graceMs: number;
  /** Failures of the database in a row after which it gives up and rejects; null goes on for ever. */
  readonly maxFailures: number | null;
  /** Wakes up when another process announces work. */
  readonly useNotify: boolean;
  /** Takes steps of bulk jobs too; default: only sends. */
  readonly runsJobs?: true;
}
