import { batchesOf } from '../../../migrations/parser/statements.js';
import { recordsProcessed } from '../../emit/records-processed.js';
import type { Validation } from '../../lifecycle/validation/validation.js';
import { discardSql } from '../../session/session-state.js';
import { endTransaction } from '../end-transaction.js';
import type { ExecutionOptions, MigrationLifecycle } from '../execution.js';
import { RetryBudget } from '../pacing/retry.js';
import { runStatements } from '../run-statements.js';
import { rowsWritten, sendBatches } from '../send-batches.js';
import { explain } from '../to-failure.js';
import {
  bodyFailed,
  type ExecutionContext,
  type ExecutionResult,
  endedBy,
  recordFailed,
  runInTransaction,
  sendPipelined,
} from '../transaction.js';
import { validationEnd } from '../validated-transaction.js';
import { commitValidated } from './commit-validated.js';
import type { PhaseEnd, PhaseRun } from './phase-run.js';

/** Runs a phase that is not repeated, in a transaction where it can have one; tries again where that can cure it. */
export async function runOnce(
  context: ExecutionContext,
  run: PhaseRun,
  lifecycle: MigrationLifecycle,
  options: ExecutionOptions,
): Promise<PhaseEnd> {
  const retries = new RetryBudget();
  for (let errorsRecovered = 0; ; errorsRecovered = 1) {
    const end = await attempt(context, run, options);
    if (end.ok) {
      const { invalid = null } = end;
      const records = recordsProcessed(end.body, run.part.plan.body);
      const rows = rowsWritten(end.body);
      return { ok: true, rows, recordsProcessed: records, errorsRecovered, invalid };
    }
    if (run.part.plan.mode !== 'perStatement') await endTransaction(context.connection);
    const mayRetry = await retries.allows(end.error, {
      ...options,
      onRetry: (sqlstate, attempt, waitMs) => {
        const error = explain(run.part, end, options);
        lifecycle.retrying(run.migration.file, { error, sqlstate, attempt, waitMs });
      },
    });
    if (!mayRetry) return { ...end, rows: 0, errorsRecovered: 0 };
  }
}

/** The rows of its statements are known behind its last transaction only. */
function attempt(
  context: ExecutionContext,
  run: PhaseRun,
  options: ExecutionOptions,
): Promise<ExecutionResult> {
  const { part, finish, validation } = run;
  if (part.plan.mode === 'perStatement') {
    const { signal } = options;
    return runStatements(context, part, { record: () => finish(null), signal, validation });
  }
  if (validation) return runValidatedPart(context, run, validation);
  const record = finish(null);
  return part.plan.mode === 'transaction'
    ? runInTransaction(context, part, record)
    : sendPipelined(context, part, { predecessor: null, record });
}

/** The last phase in a transaction that is committed where the migration is valid. */
async function runValidatedPart(
  context: ExecutionContext,
  { part, finish }: PhaseRun,
  validation: Validation,
): Promise<ExecutionResult> {
  const { connection } = context;
  try {
    await connection.run(discardSql);
    await connection.run('begin');
    const sent = await sendBatches(connection, batchesOf(part.plan.body));
    if (sent.failure) return await endedBy(connection, bodyFailed(part, sent.failure));
    const invalid = await commitValidated(context, validation, finish(null));
    return { ok: true, body: sent.results, invalid };
  } catch (error) {
    return endedBy(connection, validationEnd(error) ?? recordFailed(error));
  }
}
