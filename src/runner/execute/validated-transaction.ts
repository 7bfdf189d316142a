import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import { batchesOf } from '../../migrations/parser/statements.js';
import { type Validation, ValidationFailure } from '../lifecycle/validation/validation.js';
import { discardSql, resetSettingsSql } from '../session/session-state.js';
import { sendBatches } from './send-batches.js';
import {
  bodyFailed,
  type ExecutionContext,
  type ExecutionResult,
  endedBy,
  endedItself,
  type FailedEnd,
  recordFailed,
} from './transaction.js';

/** Has all that is deferred to the commit take effect, so that what is asked is what is committed. */
export const IMMEDIATE = 'set constraints all immediate';

/**
 * Runs a file in a transaction that is committed where the migration is valid. Its queries are asked in the transaction,
 * but those before a file that sets properties of it: the server takes these only before anything else.
 * `record` are the texts that say what it did.
 */
export async function runValidated(
  context: ExecutionContext,
  migration: LoadedMigration,
  validation: Validation,
  record: readonly string[],
): Promise<ExecutionResult> {
  const { connection } = context;
  try {
    await connection.run(discardSql);
    await validation.begin();
    if (setsTransaction(migration)) await validation.askBefore('alone');
    await connection.run('begin');
    const end = await runValidatedInside(context, migration, validation, record);
    if (!end.ok) return await endedBy(connection, end);
    await connection.run('commit');
    return end;
  } catch (error) {
    return endedBy(connection, validationEnd(error) ?? recordFailed(error));
  }
}

/** The same in a transaction that is open and that the caller ends, whatever the result. */
export async function runValidatedInside(
  { connection, settings }: ExecutionContext,
  migration: LoadedMigration,
  validation: Validation,
  record: readonly string[],
): Promise<ExecutionResult> {
  try {
    if (!setsTransaction(migration)) await validation.askBefore('inside');
    const sent = await sendBatches(connection, batchesOf(migration.plan.body));
    if (sent.failure) return bodyFailed(migration, sent.failure);
    if (sent.results.some(({ transaction }) => transaction !== 'open')) throw endedItself(migration);
    await connection.run(`${resetSettingsSql(settings)}; ${IMMEDIATE}`);
    const invalid = await validation.askAfter('inside', 'rolled_back');
    await connection.run(record.join('; '));
    for (const text of await validation.closingSql()) await connection.run(text);
    return { ok: true, body: sent.results, invalid };
  } catch (error) {
    return validationEnd(error) ?? recordFailed(error);
  }
}

function setsTransaction({ plan }: LoadedMigration): boolean {
  return plan.mode === 'transaction';
}

/** How a migration ends that is not valid; null for any other error. */
export function validationEnd(error: unknown): FailedEnd | null {
  if (!(error instanceof ValidationFailure)) return null;
  const { error: cause, source } = error.invalid;
  return { ok: false, error: cause, isCertain: true, offset: 0, statement: null, source };
}
