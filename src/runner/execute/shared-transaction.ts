import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import { rowCounts } from '../emit/records-processed.js';
import type { Validation } from '../lifecycle/validation/validation.js';
import { askApplied, unknownOutcome } from '../outcome/outcome.js';
import type { Timing } from '../run-info.js';
import { endTransaction } from './end-transaction.js';
import type { ExecutionFailure, ExecutionOptions, MigrationLifecycle, MigrationTask } from './execution.js';
import { RetryBudget } from './pacing/retry.js';
import { keptInvalid, toFailure } from './to-failure.js';
import {
  type ExecutionContext,
  type ExecutionResult,
  type FailedEnd,
  isInDoubt,
  recordFailed,
  sendInside,
} from './transaction.js';

/** A migration that was sent inside the transaction. */
interface Sent {
  readonly migration: LoadedMigration;
  readonly index: number;
  readonly timing: Timing;
  /** Null where it has none. */
  readonly validation: Validation | null;
}

/** What came of one attempt: what was sent, and how it failed; at its commit where everything was sent. */
interface Attempt {
  readonly sent: readonly Sent[];
  readonly failed: (Sent & { readonly end: FailedEnd }) | null;
}

/**
 * Runs all migrations in one transaction: all of them or none. That each can be part of one is checked before. Where
 * a later try can cure a failure, the transaction is begun again from its first migration.
 */
export async function runInSharedTransaction(
  tasks: readonly MigrationTask[],
  context: ExecutionContext,
  lifecycle: MigrationLifecycle,
  options: ExecutionOptions,
): Promise<ExecutionFailure | null> {
  if (options.safePoint?.isDue()) await options.safePoint.pass();
  if (lifecycle.asksBeforeEach) for (const { file } of tasks) await lifecycle.beforeEach(file);
  const retries = new RetryBudget();
  for (;;) {
    const { sent, failed } = await attempt(tasks, context, lifecycle, options);
    const isCommitted = failed === null || (await wasCommitted(failed.migration, failed.end, context));
    if (isCommitted) {
      for (const { migration, validation, timing, index } of sent) {
        await validation?.conclude(true);
        await lifecycle.finished(migration.file, timing, index);
      }
      return keptOf(sent);
    }
    const { migration, index, end, timing } = failed;
    await endTransaction(context.connection);
    await failed.validation?.conclude(false);
    const failure = toFailure(migration, index, end, timing, options);
    if (isCommitted === null) {
      const files = tasks.map(({ file }) => file);
      return { ...failure, ...unknownOutcome(files, context.connection, end.error) };
    }
    const mayRetry = await retries.allows(end.error, {
      ...options,
      onRetry: (sqlstate, attempt, waitMs) =>
        lifecycle.retrying(migration.file, { error: failure.error, sqlstate, attempt, waitMs }),
    });
    if (!mayRetry) return failure;
  }
}

async function attempt(
  tasks: readonly MigrationTask[],
  context: ExecutionContext,
  lifecycle: MigrationLifecycle,
  { now, signal }: ExecutionOptions,
): Promise<Attempt> {
  const sent: Sent[] = [];
  await context.connection.run('begin');
  for (const [index, task] of tasks.entries()) {
    const migration = await task.load();
    lifecycle.started(task.file, index);
    lifecycle.openBeside(migration);
    const startedAt = new Date(now());
    const validation = (await context.startValidation?.(migration, signal)) ?? null;
    const record = closingOf(migration, context, lifecycle);
    const end = validation
      ? await validatedInside(context, migration, validation, record)
      : await sendInside(context, migration, record);
    const timing = { startedAt, endedAt: new Date(now()), ...rowCounts(end, migration) };
    const each = { migration, index, validation, timing };
    // Without a commit nothing was kept, whatever became of the link.
    if (!end.ok) return { sent, failed: { ...each, end: { ...end, isCertain: true } } };
    sent.push(each);
  }
  const end = await context.connection.run('commit').then(() => null, recordFailed);
  const last = sent.at(-1);
  return { sent, failed: end && last ? { ...last, end } : null };
}

/** The first that is committed though it is not valid. */
function keptOf(sent: readonly Sent[]): ExecutionFailure | null {
  const kept = sent.find(({ validation }) => validation?.invalid);
  const invalid = kept?.validation?.invalid;
  return kept && invalid ? keptInvalid(kept.migration, kept.index, invalid, kept.timing) : null;
}

/** Texts that record a migration; its time is measured from its own beginning, not from that of the transaction. */
function closingOf(
  migration: LoadedMigration,
  { ledger, change }: ExecutionContext,
  lifecycle: MigrationLifecycle,
): string[] {
  const row = { ...migration.file, checksum: migration.checksum };
  return [change.rowSql(ledger, row, 'pg_catalog.statement_timestamp()'), ...lifecycle.eventSql(migration)];
}

/** Whether what failed took effect all the same, because only the answer was lost; null where that is unknown. */
async function wasCommitted(
  { file }: LoadedMigration,
  end: FailedEnd,
  { connection, askAgain, ledger, change }: ExecutionContext,
): Promise<boolean | null> {
  if (!isInDoubt(end, connection)) return false;
  const applied = await askApplied(askAgain, ledger);
  return applied && change.isRecorded(applied, file.version);
}

/** Loaded with the first file that has queries. */
async function validatedInside(
  ...inside: Parameters<typeof import('./validated-transaction.js').runValidatedInside>
): Promise<ExecutionResult> {
  const { runValidatedInside } = await import('./validated-transaction.js');
  return runValidatedInside(...inside);
}
