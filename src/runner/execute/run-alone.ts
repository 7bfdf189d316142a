import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import type { Validation } from '../lifecycle/validation/validation.js';
import { runStatements, type StatementsRun } from './run-statements.js';
import {
  type ExecutionContext,
  type ExecutionResult,
  recordFailed,
  runInTransaction,
} from './transaction.js';
import { runValidated } from './validated-transaction.js';

export interface AloneRun extends Pick<StatementsRun, 'signal'> {
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
    const validation = await startValidation(migration, run.signal);
    const end = await runInMode(context, migration, run, validation);
    await validation?.conclude(end.ok);
    return end;
  } catch (error) {
    return recordFailed(error);
  }
}

function runInMode(
  context: ExecutionContext,
  migration: LoadedMigration,
  { record, signal }: AloneRun,
  validation: Validation | null,
): Promise<ExecutionResult> {
  const { mode } = migration.plan;
  if (mode === 'perStatement') return runStatements(context, migration, { record, signal, validation });
  if (validation) return runValidated(context, migration, validation, record());
  return runInTransaction(context, migration, record());
}
