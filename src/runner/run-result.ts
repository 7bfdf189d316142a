import type { ConfitureError } from '../errors.js';
import type { RunWarning } from '../run-events.js';
import type { MigrationReference, UpLimits } from './plan/plan.js';
import type { PlannedStep } from './preflight/check-up.js';
import type { AppliedMigration } from './run-journal.js';

/** What `up` is asked for. */
export interface UpOptions extends UpLimits {
  /** Say what would be done, and do nothing. */
  readonly dryRun?: boolean;
  /** All in one transaction: all of them or none. */
  readonly singleTransaction?: boolean;
  /** Hash of the only plan that may run, as `migrate plan` gives it; any other is PLAN_CHANGED. */
  readonly plan?: string;
}

export interface RunFailure {
  readonly error: ConfitureError;
  /** Text of the migration file, for drawing the failing line; null where it was never read. */
  readonly source: string | null;
}

/** What a run did. A failed migration is a result, not an exception: what was applied before it counts. */
export interface UpResult {
  readonly runId: string;
  readonly applied: readonly AppliedMigration[];
  /** Migrations that are still pending. */
  readonly pending: readonly MigrationReference[];
  /** Migrations that may be applied or pending: a commit was not answered, and the ledger could not be asked. */
  readonly unknown: readonly MigrationReference[];
  readonly failure: RunFailure | null;
  readonly warnings: readonly RunWarning[];
  /** How often a migration was tried again after a lock time-out, deadlock or serialization failure. */
  readonly retries: number;
  readonly durationMs: number;
  readonly dryRun: boolean;
  /** The newest applied migration; null where there is none. */
  readonly current: MigrationReference | null;
  /** What was planned, in order. */
  readonly steps: readonly PlannedStep[];
}
