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

/** What happens around each migration; the caller of the executor decides what that means. */
export interface MigrationLifecycle {
  /** True where `beforeEach` must be asked, and nothing may be sent ahead of its answer. */
  readonly asksBeforeEach: boolean;
  /** Gate: a rejection stops the run before the migration has begun. */
  beforeEach(file: MigrationFile): Promise<void>;
  /** Texts to run in the migration's transaction, behind its ledger row. */
  eventSql(file: MigrationFile): readonly string[];
  /** The oldest migration the server has not answered for yet. */
  started(file: MigrationFile, index: number): void;
  /** The migration is committed. */
  finished(file: MigrationFile, timing: Timing, index: number): Promise<void>;
  retrying(file: MigrationFile, sqlstate: string, attempt: number, waitMs: number): void;
}

/**
 * The facts about the migration at which a run ended: the server kept nothing of it, or its outcome could not be
 * found out, or the run ended before it was begun.
 */
export type Certainty = 'failed' | 'unknown' | 'not-begun';

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
}
