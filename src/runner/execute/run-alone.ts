import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import type { Validation } from '../lifecycle/validation/validation.js';
import type { ExecutionOptions, MigrationLifecycle } from './execution.js';
import {
  type ExecutionContext,
  type ExecutionResult,
  recordFailed,
  runInTransaction,
} from './transaction.js';

export interface AloneRun {
  readonly lifecycle: MigrationLifecycle;
  readonly options: ExecutionOptions;
  /** Texts that say what the migration did, for the transaction that records it. */
  readonly record: (startedAt?: string) => readonly string[];
}

/** Runs a migration beside which nothing may be in flight, in the mode of its file. Never rejects. */
export async function runAlone(
  context: ExecutionContext,
  migration: LoadedMigration,
  run: AloneRun,
): Promise<ExecutionResult> {
  const { startValidation } = context;
  if (!startValidation) return runInMode(context, migration, run, null);
  try {
    const validation = await startValidation(migration, run.options.signal);
    const end = await runInMode(context, migration, run, validation);
    await validation?.conclude(end.ok);
    return end;
  } catch (error) {
    return recordFailed(error);
  }
}

/** Most files run in a pipeline: what runs others is loaded with the first of them. */
async function runInMode(
  context: ExecutionContext,
  migration: LoadedMigration,
  { record, lifecycle, options }: AloneRun,
  validation: Validation | null,
): Promise<ExecutionResult> {
  const { mode } = migration.plan;
  const { signal } = options;
  if (mode === 'phased') {
    const { runPhases } = await import('./phases/run-phases.js');
    return runPhases(context, migration, { record, lifecycle, options, validation });
  }
  if (mode === 'perStatement') {
    const { runStatements } = await import('./run-statements.js');
    return runStatements(context, migration, { record, signal, validation });
  }
  if (validation) {
    const { runValidated } = await import('./validated-transaction.js');
    return runValidated(context, migration, validation, record());
  }
  return runInTransaction(context, migration, record());
}
