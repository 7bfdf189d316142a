import type { ConfitureError } from '../../errors.js';
import type { Theme } from '../terminal/theme.js';
import type { Finding } from '../views/check-view.js';

/**
 * How a run is told to whoever watches it. Callers pass facts as they have them: each reporter masks and
 * sanitizes what it shows. No method throws, and none waits.
 */
export interface Reporter {
  /** What is about to be worked on; once, before anything happens. */
  header(header: RunHeader): void;
  plan(plan: RunPlan): void;
  migrationStarted(step: MigrationStep): void;
  migrationFinished(finished: MigrationFinished): void;
  migrationFailed(failed: MigrationFailed): void;
  /** The embedded database is waited for, made or opened; `header`, `result` or `failure` ends it. */
  databaseWaiting(wait: DatabaseWait): void;
  /** Called at every poll while the lock is somebody else's; `plan`, `result` or `failure` ends the wait. */
  lockWaiting(wait: LockWait): void;
  /** The migration that runs waits for a lock of another session; null when it does not any more. */
  blocked(block: Block | null): void;
  /** How far the server is with the command that runs; null where it does not say. */
  serverProgress(progress: ServerProgress | null): void;
  /** A NOTICE, WARNING … of the server. */
  notice(notice: ServerNotice): void;
  warning(message: string): void;
  info(message: string): void;
  deliveryFinished(delivery: DeliveryFinished): void;
  /** Sending goes on for at most the budget after the last migration. May be called again as it shrinks. */
  draining(drain: Drain): void;
  /** The result a command was run for. Printed however quiet the output is; at most once a process. */
  result(result: CommandOutcome): void;
  /** The error a command ends in. After `result` it only adds to it. */
  failure(error: unknown, context?: FailureContext): void;
  /** Ends what is being redrawn. Further calls do nothing harmful. */
  close(): void;
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
}

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
  readonly durationMs: number;
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

export interface ServerNotice {
  readonly migration: string | null;
  readonly severity: string;
  readonly message: string;
  /** With it less of the message has to be masked. */
  readonly sqlstate?: string;
}

export interface DeliveryFinished {
  readonly endpoint: string;
  readonly eventType: string;
  readonly migration: string | null;
  /** One line for people, for instance `200 in 12 ms`. */
  readonly outcome: string;
  readonly ok: boolean;
}

export interface Drain {
  /** Deliveries that are not done yet. */
  readonly pending: number;
  readonly budgetMs: number;
  /** Endpoints that are waited for at this moment, each with its deliveries; asked again whenever it is drawn. */
  readonly waitingFor?: () => readonly { readonly endpoint: string; readonly count: number }[];
}

/** Two forms of one result; only the one that is asked for is built. */
export interface CommandOutcome {
  readonly text: (theme: Theme) => string;
  /** What the command found or did, for JSON; `ok`, `command` and `error` are added to it. */
  readonly document: () => object;
  /** The error the command ends in although it has a result; the text says it by itself. */
  readonly error?: ConfitureError | null;
  /** What GitHub pins to its lines. */
  readonly findings?: readonly Finding[];
}

/** What only the person who mends the failure may see; never part of an event or of JSON. */
export interface FailureContext {
  /** Text of the file the error's location points into. */
  readonly source?: string;
  readonly server?: ServerWords;
}

/** What the server said about a failure. All but the hint may hold row values and SQL. */
export interface ServerWords {
  readonly message: string;
  readonly hint?: string;
  readonly detail?: string;
  /** The functions that were running, innermost first. */
  readonly context?: string;
  /** The statement that the innermost of them was running. */
  readonly query?: { readonly text: string; readonly line: number; readonly column?: number };
}
