import type { Connection } from '../../database/connection.js';
import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import { statementsOf } from '../../migrations/parser/statements.js';
import { ensureProgress, type ProgressKey, readProgress, unmarkSql } from '../ledger/progress.js';
import type { Validation } from '../lifecycle/validation/validation.js';
import { isAnswerLost } from '../session/ask-again.js';
import { serverClock } from '../session/server-clock.js';
import { discardSql, resetSettingsSql } from '../session/session-state.js';
import { endTransaction } from './end-transaction.js';
import { kindsOf } from './statement-kind.js';
import { StatementRunner } from './statement-runner.js';
import { type ExecutionContext, type ExecutionResult, recordFailed } from './transaction.js';
import { validationEnd } from './validated-transaction.js';

export interface StatementsRun {
  /** Texts for the ledger and the events, run in one transaction when all statements are done. */
  readonly record: (startedAt: string) => readonly string[];
  readonly signal: AbortSignal;
  /** Null where the migration has none. */
  readonly validation: Validation | null;
}

/**
 * Runs a file that cannot run in one transaction: each statement on its own, in order, each noted as done, and the
 * ledger row at the end. After a failure or a kill the next run goes on at the statement that did not end.
 */
export async function runStatements(
  { connection, ledger, settings, direction }: ExecutionContext,
  migration: LoadedMigration,
  { record, signal, validation }: StatementsRun,
): Promise<ExecutionResult> {
  const statements = statementsOf(migration.scan);
  const kinds = await kindsOf(
    migration.scan.statements,
    statements.map(({ text }) => text),
  );
  const key = { ledger, version: migration.file.version, direction };
  const runner = new StatementRunner(connection, migration, {
    key,
    statements,
    kinds,
    signal,
    settings,
  });
  let inBody = true;
  try {
    await connection.run(discardSql);
    const startedAt = await serverClock(connection);
    await ensureProgress(connection);
    if (validation && !validation.isBegun) await beginValidation(validation, connection, key);
    await runner.all();
    inBody = false;
    await connection.run(resetSettingsSql(settings));
    const invalid = await validation?.askAfter('alone', 'stays');
    const recording = ['begin', ...record(startedAt), unmarkSql(key)];
    if (validation) await recordValidated(validation, connection, recording);
    else await connection.run([...recording, 'commit'].join('; '));
    return { ok: true, body: runner.results, ...(invalid && { invalid }) };
  } catch (error) {
    await restore(connection, resetSettingsSql(settings));
    await runner.noteFailure(error);
    const invalid = validationEnd(error);
    if (invalid) return invalid;
    if (!inBody) return { ...recordFailed(error), offset: runner.offset };
    return {
      ok: false,
      error,
      isCertain: !isAnswerLost(error),
      offset: runner.offset,
      statement: runner.offset,
    };
  }
}

async function beginValidation(
  validation: Validation,
  connection: Connection,
  key: ProgressKey,
): Promise<void> {
  await validation.begin();
  await validation.askBeforeParts((await readProgress(connection, key)) !== null);
}

async function recordValidated(
  validation: Validation,
  connection: Connection,
  recording: readonly string[],
): Promise<void> {
  await connection.run(recording.join('; '));
  for (const text of await validation.closingPartsSql()) await connection.run(text);
  await connection.run('commit');
}

async function restore(connection: Connection, reset: string): Promise<void> {
  await endTransaction(connection);
  if (connection.lost) return;
  await connection.run(reset).catch(() => {});
}
