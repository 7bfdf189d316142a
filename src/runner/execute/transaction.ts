import type { Connection, ScriptResult } from '../../database/connection.js';
import { endsSession } from '../../database/server-error.js';
import { ConfitureError } from '../../errors.js';
import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import { batchesOf } from '../../migrations/parser/statements.js';
import type { Direction } from '../../run-events.js';
import { unsyncedTransaction } from '../emit/own-transaction.js';
import { isSlowPredecessor, type Ledger } from '../ledger/ledger.js';
import type { LedgerChange } from '../ledger/ledger-change.js';
import type { InvalidMigration, StartValidation } from '../lifecycle/validation/validation.js';
import type { RunInfo } from '../run-info.js';
import { type AskAgain, isAnswerLost } from '../session/ask-again.js';
import { discardSql, resetSettingsSql, type SessionSettings } from '../session/session-state.js';
import { endTransaction } from './end-transaction.js';
import { BATCHES_AHEAD, type BatchFailure, failedStatement, sendBatches } from './send-batches.js';

/** What a transaction needs to know about the session it runs in, and what its migration changes in the ledger. */
export interface ExecutionContext {
  readonly connection: Connection;
  readonly ledger: Ledger;
  readonly direction: Direction;
  readonly change: LedgerChange;
  readonly settings: SessionSettings;
  readonly askAgain: AskAgain;
  /** Begins the validation of a migration; absent where no migration of the run has one. */
  readonly startValidation?: StartValidation;
  readonly info: Pick<RunInfo, 'environment'>;
}

/** How a transaction ended: the answers to its body, or the first failure and the place it came from. */
export type ExecutionResult = ExecutionDone | FailedEnd;

interface ExecutionDone {
  readonly ok: true;
  readonly body: readonly ScriptResult[];
  /** What did not hold of a migration that is committed all the same. */
  readonly invalid?: InvalidMigration | null;
  /** Rows of all phases of the file, where it names phases: the answers of former runs are not in `body`. */
  readonly rows?: number | null;
}

export interface FailedEnd {
  readonly ok: false;
  readonly error: unknown;
  /** True where it is known that nothing was recorded; else only the ledger can tell. */
  readonly isCertain: boolean;
  /** Where in the file the text that failed begins, and in it the statement; as in `FailureOrigin`. */
  readonly offset: number;
  readonly statement: number | null;
  /** Text that the error points into, where that is not the file of the migration. */
  readonly source?: string;
  /** True where it was not begun, because the migration before it had taken long: it is sent anew. */
  readonly isHeldBack?: boolean;
  /** True where it was tried again as often as may be. */
  readonly isFinal?: boolean;
  /** To be called once it is known whether it was committed all the same. */
  readonly settled?: (isCommitted: boolean) => Promise<void>;
}

/**
 * A file that had run, but could not be recorded or committed. A server that ends the session can do so after the
 * commit, before it has answered.
 */
export function recordFailed(error: unknown): FailedEnd {
  const isCertain = !isAnswerLost(error) && !endsSession(error);
  return { ok: false, error, isCertain, offset: 0, statement: null };
}

/** True where the link broke, and what was sent may have been committed. */
export function isInDoubt({ isCertain }: FailedEnd, { lost }: Connection): boolean {
  return lost && !isCertain;
}

const SAVEPOINT = 'confiture';

/** What goes out with a pipelined migration. */
export interface PipelinedTexts {
  /** The migration that must be in the ledger; null where nothing is in flight before. */
  readonly predecessor: string | null;
  /** Committed by themselves before it. */
  readonly opening?: readonly string[];
  /** Called when these are committed, and the file is under way. */
  readonly onOpened?: () => Promise<void>;
  /** What says what it did, run right before the commit. */
  readonly record: readonly string[];
}

/**
 * Sends a migration in a transaction of its own, all at once: an opening text, the file, a closing text.
 * It may be followed by the next migration before the server has answered. Nothing after a failure can
 * take effect:
 * - an error in the file aborts the transaction, and everything behind it up to ROLLBACK is refused;
 * - the opening text begins with BEGIN and holds no text of a file, so a syntax error in the file cannot
 *   take BEGIN with it;
 * - where the commit itself fails, the guard of the next migration finds its predecessor missing;
 * - after a migration that took long, the same guard holds back what was sent behind it, so that a request to stop is
 *   looked at first;
 * - a file that ends the transaction itself loses the savepoint, so the closing text fails before the
 *   ledger row is written.
 */
export function sendPipelined(
  { connection, ledger, settings, change }: ExecutionContext,
  migration: LoadedMigration,
  { predecessor, opening: own = [], onOpened, record }: PipelinedTexts,
): Promise<ExecutionResult> {
  const guards = predecessor === null ? [] : [change.assertSql(ledger, predecessor)];
  const before = unsyncedTransaction(own, guards);
  const opening = [...before, 'begin', discardSql, ...guards, `savepoint ${SAVEPOINT}`];
  const closing = [`release savepoint ${SAVEPOINT}`, resetSettingsSql(settings), ...record, 'commit'];
  return sendTransaction(connection, opening.join('; '), migration, closing.join('; '), onOpened);
}

/**
 * As `sendPipelined`, for a file that sets properties of its transaction: the server takes those only before anything
 * else, so there is no savepoint, and the status after the file proves that its transaction is still open.
 * `record` are the texts that say what it did.
 */
export async function runInTransaction(
  { connection, settings }: ExecutionContext,
  migration: LoadedMigration,
  record: readonly string[],
): Promise<ExecutionResult> {
  try {
    await connection.run(discardSql);
    await connection.run('begin');
    const sent = await sendBatches(connection, batchesOf(migration.plan.body));
    if (sent.failure) return await endedBy(connection, bodyFailed(migration, sent.failure));
    if (sent.results.some(({ transaction }) => transaction !== 'open')) throw endedItself(migration);
    await connection.run([resetSettingsSql(settings), ...record, 'commit'].join('; '));
    return { ok: true, body: sent.results };
  } catch (error) {
    return endedBy(connection, recordFailed(error));
  }
}

/** Commits what says that a migration begins which is not sent ahead; null where that went well. */
export async function openAlone(
  { connection }: ExecutionContext,
  opening: readonly string[],
  onOpened: () => Promise<void>,
): Promise<FailedEnd | null> {
  if (opening.length === 0) return null;
  try {
    await connection.run(unsyncedTransaction(opening).join('; '));
  } catch (error) {
    return endedBy(connection, recordFailed(error));
  }
  await onOpened();
  return null;
}

/** Ends the transaction that a failure has left. */
export async function endedBy(connection: Connection, end: FailedEnd): Promise<FailedEnd> {
  await endTransaction(connection);
  return end;
}

/** A statement of the file failed. */
export function bodyFailed({ plan }: LoadedMigration, failure: BatchFailure): FailedEnd {
  return {
    ok: false,
    error: failure.error,
    isCertain: !isAnswerLost(failure.error),
    offset: failure.batch.start,
    statement: failedStatement(plan.body, failure),
  };
}

/** For a file whose transaction is not open any more. */
export function endedItself({ file, path }: LoadedMigration): ConfitureError {
  return new ConfitureError('MIGRATION_FAILED', `${file.name} ended the transaction it runs in`, {
    hint: 'Take COMMIT and ROLLBACK out of the file, or put `-- confiture: no-transaction` into its head comment.',
    location: { file: path.displayPath },
    migration: file.name,
  });
}

/**
 * Sends a file inside a transaction that is already open and shared with others; `closing` are the texts that
 * record what it did.
 */
export function sendInside(
  { connection, settings }: ExecutionContext,
  migration: LoadedMigration,
  closing: readonly string[],
): Promise<ExecutionResult> {
  return sendTransaction(
    connection,
    `${discardSql}; savepoint ${SAVEPOINT}`,
    migration,
    [`release savepoint ${SAVEPOINT}`, resetSettingsSql(settings), ...closing].join('; '),
  );
}

async function sendTransaction(
  connection: Connection,
  opening: string,
  migration: LoadedMigration,
  closing: string,
  onOpened: () => Promise<void> = async () => {},
): Promise<ExecutionResult> {
  const batches = batchesOf(migration.plan.body);
  const begun = connection.run(opening);
  const told = begun.then(onOpened, () => {});
  const sent = sendBatches(connection, batches);
  const closed =
    batches.length <= BATCHES_AHEAD
      ? connection.run(closing)
      : sent.then(({ failure }) => (failure ? null : connection.run(closing)));
  const [opened, { results, failure }, ended] = await Promise.all([errorOf(begun), sent, errorOf(closed)]);
  await told;
  if (opened)
    return {
      ...recordFailed(opened.error),
      isCertain: !isAnswerLost(opened.error),
      isHeldBack: isSlowPredecessor(opened.error),
    };
  if (failure) return bodyFailed(migration, failure);
  return ended ? recordFailed(ended.error) : { ok: true, body: results };
}

/** What `answer` rejects with; null where it does not. */
export async function errorOf(answer: Promise<unknown>): Promise<{ readonly error: unknown } | null> {
  return answer.then(
    () => null,
    (error: unknown) => ({ error }),
  );
}
