import { type LoadedMigration, loadUp } from '../../migrations/files/load-migration.js';
import type { MigrationFile } from '../../migrations/folder/discover.js';
import { insertRowSql } from '../ledger/ledger.js';
import { explainFailure } from '../outcome/failure.js';
import { askApplied, unknownOutcome } from '../outcome/outcome.js';
import type { Timing } from '../run-info.js';
import type { ApplyEvents, ApplyFailure, ApplyOptions } from './apply-events.js';
import { endTransaction } from './end-transaction.js';
import { rowsWritten } from './send-piece.js';
import { type ExecutionContext, type FailedEnd, isInDoubt, recordFailed, sendInside } from './transaction.js';

/** Applies all files in one transaction: all of them or none. That each can be part of one is checked before. */
export async function applyTogether(
  files: readonly MigrationFile[],
  work: ExecutionContext,
  events: ApplyEvents,
  options: ApplyOptions,
): Promise<ApplyFailure | null> {
  if (events.asksBeforeEach) for (const file of files) await events.beforeEach(file);
  const { connection, ledger } = work;
  const timings: Timing[] = [];
  await connection.run('begin');
  let last: LoadedMigration | undefined;
  for (const [index, file] of files.entries()) {
    const migration = await loadUp(file);
    last = migration;
    events.working(file, index);
    const startedAt = new Date(options.now());
    const row = insertRowSql(
      ledger,
      { ...migration.file, checksum: migration.checksum },
      'pg_catalog.statement_timestamp()',
    );
    const end = await sendInside(work, migration, [row, ...events.recordSql(migration.file)]);
    const timing = {
      startedAt,
      endedAt: new Date(options.now()),
      rowsAffected: end.ok ? rowsWritten(end.body) : null,
    };
    if (!end.ok) return toFailure(migration, index, end, timing, work, options);
    timings.push(timing);
  }
  const commit = await connection.run('commit').then(() => null, recordFailed);
  const lastTiming = timings.at(-1);
  if (commit && last && lastTiming) {
    const isKept = await isCommitted(last.file.version, commit, work);
    if (isKept !== true) {
      const failure = await toFailure(last, files.length - 1, commit, lastTiming, work, options);
      return isKept === null ? { ...failure, ...unknownOutcome(files, connection, commit.error) } : failure;
    }
  }
  for (const [index, file] of files.entries()) {
    const timing = timings[index];
    if (timing) await events.applied(file, timing, index);
  }
  return null;
}

/** Whether a commit that failed took effect all the same; null where nobody knows. */
async function isCommitted(
  version: string,
  end: FailedEnd,
  { connection, askAgain, ledger }: ExecutionContext,
): Promise<boolean | null> {
  if (!isInDoubt(end, connection)) return false;
  return (await askApplied(askAgain, ledger))?.has(version) ?? null;
}

async function toFailure(
  migration: LoadedMigration,
  index: number,
  end: FailedEnd,
  timing: Timing,
  { connection }: ExecutionContext,
  { signal, redaction }: ApplyOptions,
): Promise<ApplyFailure> {
  await endTransaction(connection);
  const error = explainFailure(signal.aborted ? signal.reason : end.error, {
    migration: migration.file.name,
    file: migration.path.displayPath,
    source: migration.scan.text,
    offset: end.offset,
    statement: end.statement,
    outsideTransaction: migration.shape.reason?.kind === 'directive',
    redaction,
  });
  return {
    certainty: 'failed',
    unknown: [],
    error,
    file: migration.file,
    text: migration.scan.text,
    timing,
    index,
  };
}
