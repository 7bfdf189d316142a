import type { MigrationReference } from '../../runner/plan/plan.js';
import type { AppliedMigration } from '../../runner/run-journal.js';

/** How every document names a migration, without the facts that belong to one command only. */
export function migrationReference({ version, name }: MigrationReference): MigrationReference {
  return { version, name };
}

/** A migration that a run has applied or rolled back. */
export function finishedMigration({ version, name, durationMs, rowsAffected }: AppliedMigration): object {
  return { version, name, duration_ms: durationMs, rows_affected: rowsAffected };
}
