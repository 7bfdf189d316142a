import type { ApprovalAsked, ApprovalWait } from './run-events/approval.js';
import type { DeliveryFinished, DeliveryWarning, Drain } from './run-events/delivery.js';
import type { RunHold } from './run-events/hold.js';
import type { PhaseFinished, PhaseProgress, RunPhase } from './run-events/phase.js';
import type { RunPaused, RunSteering } from './run-events/steering.js';

export type { ApprovalAsked, ApprovalWait, AskedRisk } from './run-events/approval.js';
export type { DeliveryFinished, DeliveryWarning, Drain } from './run-events/delivery.js';
export type { RunHold } from './run-events/hold.js';
export type { PhaseFinished, PhaseProgress, RunPhase } from './run-events/phase.js';
export type { RunPaused, RunSteering } from './run-events/steering.js';

/**
 * What a run tells while it goes on, as facts: the runner and its wiring emit, reporters and other subscribers draw,
 * count or forward. Every text for people is made by the subscriber, who masks and sanitizes what it shows.
 */
export type RunEvent =
  /** The database and project of the run; once, before anything happens. */
  | ({ readonly type: 'run.opened' } & RunHeader)
  | ({ readonly type: 'run.planned' } & RunPlan)
  /** Something about the files that does not keep the run from going on. */
  | { readonly type: 'run.warned'; readonly warning: RunWarning }
  | ({ readonly type: 'migration.started' } & MigrationStep)
  | ({ readonly type: 'migration.finished' } & MigrationFinished)
  | ({ readonly type: 'migration.failed' } & MigrationFailed)
  /** `pauseWhen` holds the run; again where its reasons change. `run.released` ends it. */
  | ({ readonly type: 'run.held' } & RunHold)
  | { readonly type: 'run.released'; readonly heldMs: number }
  /** A phase that the file names is begun, or gone on with. */
  | ({ readonly type: 'phase.started' } & RunPhase)
  /** A repetition of a batch phase is committed. */
  | ({ readonly type: 'phase.progressed' } & PhaseProgress)
  | ({ readonly type: 'phase.finished' } & PhaseFinished)
  /** The migration is begun again after `waitMs`. */
  | ({ readonly type: 'migration.retrying' } & MigrationRetry)
  /** The migration that runs waits for a lock of another session; null when it does not any more. */
  | { readonly type: 'migration.blocked'; readonly block: Block | null }
  /** How far the server is with the command that runs; null where it does not say. */
  | { readonly type: 'migration.progressed'; readonly progress: ServerProgress | null }
  /** A NOTICE, WARNING … of the server. */
  | ({ readonly type: 'server.noticed' } & MigrationNotice)
  /** A certificate was stored with a migration. */
  | { readonly type: 'certificate.stored'; readonly migration: string; readonly certificate: string }
  /** The embedded database is waited for, made or opened; the next `run.opened` ends it. */
  | ({ readonly type: 'database.waiting' } & DatabaseWait)
  /** At every poll while another session has the migration lock; `run.planned` ends the wait. */
  | ({ readonly type: 'lock.waiting' } & LockWait)
  /** The run stands still until it is told to go on. */
  | ({ readonly type: 'run.paused' } & RunPaused)
  | ({ readonly type: 'run.resumed' } & RunSteering)
  /** The plan needs an approval that it has not yet. */
  | ({ readonly type: 'approval.asked' } & ApprovalAsked)
  /** At every poll while a decision is waited for; `run.planned` ends the wait. */
  | ({ readonly type: 'approval.waiting' } & ApprovalWait)
  /** The link broke before the server's answer; the ledger is asked what was committed. */
  | { readonly type: 'connection.lost' }
  | ({ readonly type: 'delivery.finished' } & DeliveryFinished)
  /** Sending goes on for at most the budget after the last migration. Emitted again as it shrinks. */
  | ({ readonly type: 'deliveries.draining' } & Drain)
  /** No further attempt is begun; those in flight have `graceMs` to end. */
  | { readonly type: 'deliveries.stopping'; readonly inFlight: number; readonly graceMs: number }
  | DeliveryWarning;

export type RunEventType = RunEvent['type'];

export type RunEventOf<T extends RunEventType> = Extract<RunEvent, { readonly type: T }>;

/** Never throws, and never waits. */
export type EmitRunEvent = (event: RunEvent) => void;

/** What a subscriber does with the events it wants. */
export type RunListeners = { readonly [T in RunEventType]?: (event: RunEventOf<T>) => void };

/** Hands an event to its listener, where there is one. */
export function dispatchRunEvent(listeners: RunListeners, event: RunEvent): void {
  const listener = listeners[event.type] as EmitRunEvent | undefined;
  listener?.(event);
}

export interface RunHeader {
  readonly version: string;
  readonly environment: string;
  /** `host` with port; never a user, a password or a URL. */
  readonly database: { readonly host: string; readonly name: string };
  /** Which setting named the database, for instance `CONFITURE_DATABASE_URL`. */
  readonly source: string;
  readonly embedded: boolean;
  /** True for an embedded database that is not there yet; default false. */
  readonly unmade?: boolean;
}

export type Direction = 'up' | 'down';

export interface RunPlan {
  readonly direction: Direction;
  /** Migrations this run will work on. */
  readonly pending: number;
  readonly applied: number;
  readonly dryRun: boolean;
  /** Names of the migrations in question; with them all lines of the run align. */
  readonly names?: readonly string[];
  /** What people call those of them that have a title, by name. Free text: masked where it is shown. */
  readonly titles?: ReadonlyMap<string, string>;
}

/** A remark about the files of a run. */
export type RunWarning =
  /** Applied, but the files of these migrations are not there. */
  | { readonly kind: 'files-missing'; readonly names: readonly string[] }
  /** Pending, but older than the newest applied one. */
  | { readonly kind: 'out-of-order'; readonly names: readonly string[] }
  /** The file holds no statement and does not say that this is meant. */
  | { readonly kind: 'file-empty'; readonly name: string }
  /** The file runs statement by statement, because it begins or ends transactions by itself. */
  | {
      readonly kind: 'own-transaction';
      readonly name: string;
      readonly command: string;
      readonly line: number;
    }
  /** Of a dry run: the run would not begin before these approvals are granted. `reasons` are sentences. */
  | { readonly kind: 'approval-needed'; readonly count: number; readonly reasons: readonly string[] }
  /** The down file cannot share a transaction, so each migration is undone in its own. */
  | { readonly kind: 'undone-separately'; readonly file: string }
  /** What reading a statement has found. */
  | {
      readonly kind: 'finding';
      readonly file: string;
      readonly line: number | null;
      readonly message: string;
      readonly hint: string;
    };

export interface MigrationStep {
  readonly name: string;
  /** Place in this run, from 1. */
  readonly index: number;
  readonly total: number;
}

export interface MigrationFinished extends MigrationStep {
  readonly durationMs: number;
  /** Null where the server does not say. */
  readonly rowsAffected: number | null;
  readonly direction: Direction;
}

export interface MigrationFailed extends MigrationStep {
  /** True where it may have taken effect all the same. */
  readonly isUnknown?: boolean;
  /** True where nothing was wrong with it: a person, a signal or a missing approval stopped the run. */
  readonly isStopped?: boolean;
  readonly durationMs: number;
}

export interface MigrationRetry {
  readonly name: string;
  /** What ended the attempt. */
  readonly sqlstate: string;
  /** Number of the retry, from 1. */
  readonly attempt: number;
  readonly waitMs: number;
}

export interface DatabaseWait {
  /** Another process has it, it is made, which takes seconds, or it is opened. */
  readonly kind: 'in-use' | 'making' | 'opening';
  /** As people write it. */
  readonly directory: string;
}

export interface LockWait {
  readonly holder: LockHolder | null;
  readonly waitedMs: number;
  readonly timeoutMs: number;
}

/** Who has the migration lock, as far as the role may see. `since`: when its session began. */
export interface LockHolder {
  readonly pid: number;
  readonly user: string | null;
  readonly application: string | null;
  readonly clientAddress: string | null;
  readonly since: Date | null;
}

/** Who keeps a migration waiting. */
export interface Block {
  /** The one named first by the server. */
  readonly by: Blocker;
  /** How many more sessions have to give way. */
  readonly others: number;
  /** Since the wait was first seen, in milliseconds. */
  readonly waitedMs: number;
}

/** A session, as far as the role may see; null otherwise. Never what it runs. */
export interface Blocker {
  /** Server process; 0 for a prepared transaction, which has none. */
  readonly pid: number;
  readonly user: string | null;
  readonly application: string | null;
  readonly clientAddress: string | null;
  /** For instance `idle in transaction`. */
  readonly state: string | null;
  /** How long it has been in that state, in milliseconds. */
  readonly stateMs: number | null;
}

/** One row of the server's pg_stat_progress views. */
export interface ServerProgress {
  /** For instance `CREATE INDEX CONCURRENTLY`. */
  readonly command: string;
  /** The server's own words, for instance `building index: scanning table`. */
  readonly phase: string;
  /** Part of the phase that is done, 0 to 1; null where it cannot be told. */
  readonly fraction: number | null;
}

/** What the server said while a migration ran. Free text: masked where it is shown. */
export interface MigrationNotice {
  readonly migration: string | null;
  readonly severity: string;
  readonly message: string;
  /** With it less of the message has to be masked. */
  readonly sqlstate?: string;
}
