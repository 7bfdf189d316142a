import type { ConfitureError } from '../../errors.js';
import type { MigrationFile } from '../../migrations/folder/discover.js';
import type { RedactionOptions } from '../../redaction/redaction.js';
import type { MigrationReference } from '../plan/plan.js';
import type { Timing } from '../run-info.js';

/** What happens around each migration; the runner's caller decides what that means. */
export interface ApplyEvents {
  /** True where `beforeEach` must be asked, and nothing may be sent ahead of its answer. */
  readonly asksBeforeEach: boolean;
  /** Gate: a rejection stops the run before the migration has begun. */
  beforeEach(file: MigrationFile): Promise<void>;
  /** Texts to run in the migration's transaction, right before its commit. */
  recordSql(file: MigrationFile): readonly string[];
  /** The oldest migration the server has not answered for yet. */
  working(file: MigrationFile, index: number): void;
  applied(file: MigrationFile, timing: Timing, index: number): Promise<void>;
  retrying(file: MigrationFile, sqlstate: string, attempt: number, waitMs: number): void;
}

/**
 * What is known of the migration at which a run ended: the server kept nothing of it, or nobody knows what became of
 * it, or the run ended before it was begun.
 */
export type Certainty = 'failed' | 'unknown' | 'not-begun';

/** A migration that was given up, and when it ran. */
export interface ApplyFailure {
  readonly certainty: Certainty;
  /** All migrations whose outcome is unknown. */
  readonly unknown: readonly MigrationReference[];
  readonly error: ConfitureError;
  readonly file: MigrationFile;
  readonly text: string | null;
  readonly timing: Timing;
  readonly index: number;
}

export interface ApplyOptions {
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly random: () => number;
  readonly redaction: RedactionOptions;
}
