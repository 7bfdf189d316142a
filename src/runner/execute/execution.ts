import type { ConfitureError } from '../../errors.js';
import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import type { MigrationFile } from '../../migrations/folder/discover.js';
import type { RedactionOptions } from '../../redaction/redaction.js';
import type { MigrationReference } from '../plan/plan.js';
import type { Timing } from '../run-info.js';

/** One migration to run, in one direction. */
export interface MigrationTask {
  readonly file: MigrationFile;
  /** Reads the text to run; called once an attempt. */
  load(): Promise<LoadedMigration>;
}

/** A phase that a file names, as it is told: its number counts the phases that Confiture itself runs, too. */
export interface PhaseStep {
  readonly name: string;
  /** From 1. */
  readonly number: number;
  readonly total: number;
  /** True where its statements are repeated until they change no row. */
  readonly isBatch: boolean;
}

/** What a phase did, in this run and the ones that it was begun in. */
export interface PhaseOutcome {
  readonly timing: Timing;
  /** Errors that a later try has cured. */
  readonly errorsRecovered: number;
}

/** How far a batch phase has come. */
export interface BatchProgress {
  readonly repetitions: number;
  /** Rows changed since the phase was first begun. */
  readonly rows: number;
  /** Rows changed a second, in this run; null before there is a measure. */
  readonly rowsPerSecond: number | null;
  /** Rows that its tables held, as an estimate; null where they are not known. */
  readonly rowsExpected: number | null;
}

/** A try that has failed, and is followed by another. */
export interface Retry {
  readonly error: ConfitureError;
  readonly sqlstate: string;
  /** Number of the retry, from 1. */
  readonly attempt: number;
  readonly waitMs: number;
}

/** What happens around each migration; the caller of the executor decides what that means. */
export interface MigrationLifecycle {
  /** True where `beforeEach` must be asked, and nothing may be sent ahead of its answer. */
  readonly asksBeforeEach: boolean;
  /** True where a gate or an approval was asked for before each migration: a phase of it that has run. */
  readonly hasPreflight: boolean;
  /** Gate: a rejection stops the run before the migration has begun. */
  beforeEach(file: MigrationFile): Promise<void>;
  /** Texts to commit by themselves right before the migration is begun, again where that came to nothing. */
  openingSql(migration: LoadedMigration): readonly string[];
  /** What `openingSql` gave is committed. */
  opened(migration: LoadedMigration): Promise<void>;
  /** The migration begins inside of a transaction that it shares with others; nothing is waited for. */
  openBeside(migration: LoadedMigration): void;
  /** Texts to run in the migration's transaction, behind its ledger row. */
  eventSql(migration: LoadedMigration): readonly string[];
  /** The oldest migration the server has not answered for yet. */
  started(file: MigrationFile, index: number): void;
  /** The migration is committed. */
  finished(file: MigrationFile, timing: Timing, index: number): Promise<void>;
  /** The migration, or its phase, is begun again after `waitMs`; `error` is what ended the try. */
  retrying(file: MigrationFile, retry: Retry): void;
  /** Asked before a phase that requires an approval, with nothing in flight; a rejection stops the run there. */
  beforePhase(migration: LoadedMigration, phase: string): Promise<void>;
  /** A phase that the file names is begun, or gone on with after an earlier run; no transaction is open. */
  phaseStarted(migration: LoadedMigration, phase: PhaseStep): Promise<void>;
  /** Texts to run in the transaction with which the phase ends. */
  phaseEventSql(migration: LoadedMigration, phase: PhaseStep): readonly string[];
  /** The phase is committed. */
  phaseFinished(migration: LoadedMigration, phase: PhaseStep, outcome: PhaseOutcome): Promise<void>;
  /** The phase is given up; what earlier phases and repetitions did stays. */
  phaseFailed(
    migration: LoadedMigration,
    phase: PhaseStep,
    outcome: PhaseOutcome & { readonly error: ConfitureError },
  ): Promise<void>;
  /** A repetition of a batch phase is committed. */
  phaseProgressed(migration: LoadedMigration, phase: PhaseStep, progress: BatchProgress): void;
}

/** The place between two migrations, phases or repetitions, where a run can be held or stopped. */
export interface SafePoint {
  /** True where `pass` has something to ask; called often, and costs nothing. */
  isDue(): boolean;
  /** Resolves to go on, rejects to stop the run. Called with nothing in flight and no transaction open. */
  pass(): Promise<void>;
}

/**
 * The facts about the migration at which a run ended: the server kept nothing of it, or its outcome could not be
 * found out, or the run ended before it was begun. `committed`: it took effect, and is not valid.
 */
export type Certainty = 'failed' | 'unknown' | 'not-begun' | 'committed';

/** The migration that ended a run, and when it ran. */
export interface ExecutionFailure {
  readonly certainty: Certainty;
  /** All migrations whose outcome is unknown. */
  readonly unknown: readonly MigrationReference[];
  readonly error: ConfitureError;
  readonly file: MigrationFile;
  readonly text: string | null;
  readonly timing: Timing;
  readonly index: number;
}

export interface ExecutionOptions {
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  readonly redaction: RedactionOptions;
  /** Absent where nothing can hold the run. */
  readonly safePoint?: SafePoint;
}
