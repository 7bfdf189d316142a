import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import type { RedactionOptions } from '../../redaction/redaction.js';
import { deleteRowSql } from '../ledger/ledger.js';
import { explainFailure } from '../outcome/failure.js';
import { askApplied, lostBefore, unknownOutcome } from '../outcome/outcome.js';
import { NOT_BEGUN, type Timing } from '../run-info.js';
import type { ApplyFailure } from './apply-events.js';
import { endTransaction } from './end-transaction.js';
import { runStatements } from './run-statements.js';
import { rowsWritten } from './send-piece.js';
import {
  type ExecutionContext,
  type ExecutionResult,
  type FailedEnd,
  isInDoubt,
  recordFailed,
  sendAwaited,
  sendInside,
} from './transaction.js';

export interface UndoOptions {
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly redaction: RedactionOptions;
  /** Texts to run in the transaction that undoes the migration. */
  readonly recordSql: (down: LoadedMigration) => readonly string[];
  readonly working: (down: LoadedMigration, index: number) => void;
}

/** What came of undoing: the migrations that are undone and committed, and the failure that ended it. */
export interface UndoOutcome {
  readonly undone: readonly { readonly down: LoadedMigration; readonly timing: Timing }[];
  readonly failure: ApplyFailure | null;
}

/**
 * Undoes migrations, newest first: all in one transaction, so that a failure leaves everything as it was.
 * Where a file cannot share a transaction each is undone by itself, and what is undone stays undone.
 */
export async function undoAll(
  downs: readonly LoadedMigration[],
  work: ExecutionContext,
  options: UndoOptions,
): Promise<UndoOutcome> {
  const together = downs.every(({ plan }) => plan.mode === 'pipelined');
  return together ? undoTogether(downs, work, options) : undoOneByOne(downs, work, options);
}

async function undoTogether(
  downs: readonly LoadedMigration[],
  work: ExecutionContext,
  options: UndoOptions,
): Promise<UndoOutcome> {
  const undone: { down: LoadedMigration; timing: Timing }[] = [];
  await work.connection.run('begin');
  for (const [index, down] of downs.entries()) {
    const { end, timing } = await timed(down, index, options, () =>
      sendInside(work, down, closingOf(down, work, options)),
    );
    if (!end.ok) return toFailure([], down, index, end, timing, work, options);
    undone.push({ down, timing });
  }
  const last = downs.length - 1;
  const [final] = downs.slice(-1);
  try {
    await work.connection.run('commit');
    return { undone, failure: null };
  } catch (error) {
    if (!final) throw error;
    const end = recordFailed(error);
    const isKept = await isUndone(final, end, work);
    if (isKept) return { undone, failure: null };
    return toFailure([], final, last, end, NOT_BEGUN, work, options, isKept === null ? downs : []);
  }
}

async function undoOneByOne(
  downs: readonly LoadedMigration[],
  work: ExecutionContext,
  options: UndoOptions,
): Promise<UndoOutcome> {
  const undone: { down: LoadedMigration; timing: Timing }[] = [];
  for (const [index, down] of downs.entries()) {
    const { end, timing } = await timed(down, index, options, () => undoOne(down, work, options));
    if (!end.ok) {
      const isKept = await isUndone(down, end, work);
      if (!isKept)
        return toFailure(undone, down, index, end, timing, work, options, isKept === null ? [down] : []);
    }
    undone.push({ down, timing });
    const next = downs[index + 1];
    if (!end.ok && next) return { undone, failure: stoppedBefore(next, index + 1, end.error, work) };
  }
  return { undone, failure: null };
}

/** Whether what failed took effect all the same, because only the answer to its commit was lost; null: unknown. */
async function isUndone(
  { file }: LoadedMigration,
  end: FailedEnd,
  { connection, askAgain, ledger }: ExecutionContext,
): Promise<boolean | null> {
  if (!isInDoubt(end, connection)) return false;
  const applied = await askApplied(askAgain, ledger);
  return applied && !applied.has(file.version);
}

function stoppedBefore(
  { file }: LoadedMigration,
  index: number,
  cause: unknown,
  { connection }: ExecutionContext,
): ApplyFailure {
  const error = lostBefore(file.name, connection, cause);
  return { certainty: 'not-begun', unknown: [], error, file, text: null, timing: NOT_BEGUN, index };
}

async function undoOne(
  down: LoadedMigration,
  work: ExecutionContext,
  options: UndoOptions,
): Promise<ExecutionResult> {
  if (down.plan.mode === 'perStatement') {
    const record = () => closingOf(down, work, options);
    return runStatements(work, down, { direction: 'down', record, signal: options.signal });
  }
  if (down.plan.mode === 'transaction') return sendAwaited(work, down, closingOf(down, work, options));
  try {
    await work.connection.run('begin');
    const end = await sendInside(work, down, closingOf(down, work, options));
    if (!end.ok) return end;
    await work.connection.run('commit');
    return end;
  } catch (error) {
    return recordFailed(error);
  }
}

function closingOf(
  down: LoadedMigration,
  { ledger }: ExecutionContext,
  { recordSql }: UndoOptions,
): string[] {
  return [deleteRowSql(ledger, down.file.version), ...recordSql(down)];
}

async function timed(
  down: LoadedMigration,
  index: number,
  { now, working }: UndoOptions,
  act: () => Promise<ExecutionResult>,
): Promise<{ end: ExecutionResult; timing: Timing }> {
  working(down, index);
  const startedAt = new Date(now());
  const end = await act();
  const rowsAffected = end.ok ? rowsWritten(end.body) : null;
  return { end, timing: { startedAt, endedAt: new Date(now()), rowsAffected } };
}

async function toFailure(
  undone: UndoOutcome['undone'],
  down: LoadedMigration,
  index: number,
  end: FailedEnd,
  timing: Timing,
  { connection }: ExecutionContext,
  { signal, redaction }: UndoOptions,
  unknown: readonly LoadedMigration[] = [],
): Promise<UndoOutcome> {
  await endTransaction(connection);
  const error = explainFailure(signal.aborted ? signal.reason : end.error, {
    migration: down.file.name,
    file: down.path.displayPath,
    source: down.scan.text,
    offset: end.offset,
    statement: end.statement,
    outsideTransaction: down.shape.reason?.kind === 'directive',
    redaction,
  });
  const failure = { certainty: 'failed', unknown: [], error, file: down.file, text: down.scan.text } as const;
  const files = unknown.map(({ file }) => file);
  const doubt = files.length === 0 ? {} : unknownOutcome(files, connection, end.error);
  return { undone, failure: { ...failure, timing, index, ...doubt } };
}
