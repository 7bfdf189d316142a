import type { DatabaseFacts, ErrorFacts } from '../../events/facts.js';

/**
 * Moments of a run a hook can be called at, and what a throw does there:
 * - `pre_run`, `pre_execute`, `pre_rollback`: gates. A throw (or a time-out) vetoes; nothing has run.
 * - `post_execute`, `on_error`, `post_rollback`, `post_run`: observers. A throw is reported; the outcome stays.
 */
export const hookPhases = {
  pre_run: 'gate',
  pre_execute: 'gate',
  post_execute: 'observer',
  on_error: 'observer',
  pre_rollback: 'gate',
  post_rollback: 'observer',
  post_run: 'observer',
} as const;

export type HookPhase = keyof typeof hookPhases;

type PhaseOf<Role> = { [P in HookPhase]: (typeof hookPhases)[P] extends Role ? P : never }[HookPhase];

/** Phases at which a throw vetoes. */
export type GatePhase = PhaseOf<'gate'>;

/** Phases at which a throw is only reported. */
export type ObserverPhase = PhaseOf<'observer'>;

/** Names of the Python Confiture, accepted wherever a phase is named. */
export const hookPhaseAliases = {
  before_execute: 'pre_execute',
  after_execute: 'post_execute',
  on_failure: 'on_error',
  before_rollback: 'pre_rollback',
  after_rollback: 'post_rollback',
} as const satisfies Record<string, HookPhase>;

export type HookPhaseName = HookPhase | keyof typeof hookPhaseAliases;

/** Facts every hook gets. There is no connection URL and no SQL in it, on purpose. */
export interface RunContext {
  readonly phase: HookPhase;
  /** `run_…`, the same for every migration of the run. */
  readonly runId: string;
  readonly environment: string;
  readonly database: DatabaseFacts;
  readonly schemaName: string;
  readonly correlationId: string;
  readonly startTime: Date | null;
  readonly endTime: Date | null;
  /** Seconds, rounded to milliseconds; null before the end. */
  readonly durationSeconds: number | null;
}

/** Facts a hook gets about one migration. */
export interface MigrationContext extends RunContext {
  /** `mig_` and the version; stable over runs. */
  readonly migrationId: string;
  readonly migrationName: string;
  readonly migrationVersion: string;
  /** Whether the migration is applied or undone. */
  readonly direction: 'up' | 'down';
  /** Rows written or read by the statements of the file; null before the end. */
  readonly rowsAffected: number | null;
  /** Set in `on_error` only; masked. */
  readonly error: ErrorFacts | null;
}

/** Outcome of a whole run, for `post_run`. */
export interface RunEndContext extends RunContext {
  readonly applied: readonly string[];
  readonly failed: string | null;
  /** Migrations that may have taken effect or not: the connection was lost before the server's answer. */
  readonly unknown: readonly string[];
}

export interface HookContextMap {
  pre_run: RunContext;
  pre_execute: MigrationContext;
  post_execute: MigrationContext;
  on_error: MigrationContext & { readonly error: ErrorFacts };
  pre_rollback: MigrationContext;
  post_rollback: MigrationContext;
  post_run: RunEndContext;
}

type Resolve<P extends HookPhaseName> = P extends HookPhase
  ? P
  : P extends keyof typeof hookPhaseAliases
    ? (typeof hookPhaseAliases)[P]
    : never;

/** The context a hook on phases `P` is called with; narrow on `context.phase` where there are several. */
export type HookContext<P extends HookPhaseName = HookPhase> = {
  [K in Resolve<P>]: HookContextMap[K] & { readonly phase: K };
}[Resolve<P>];

/** A hook as a user writes it. */
export interface Hook<P extends HookPhaseName = HookPhaseName> {
  /** Shown in messages; unique within a project. */
  readonly name: string;
  readonly on: readonly P[];
  /** Milliseconds one call may take; default 30,000. A gate that takes longer vetoes, an observer is reported. */
  readonly timeoutMs?: number;
  run(context: HookContext<P>): void | Promise<void>;
}
