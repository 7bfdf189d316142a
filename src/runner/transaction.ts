import type { Connection, ScriptResult } from '../database/connection.js';
import { ConfitureError } from '../errors.js';
import type { LoadedMigration } from '../migrations/load-migration.js';
import { batchesOf, type SqlPiece } from '../migrations/statements.js';
import { endTransaction } from './end-transaction.js';
import { guardSql, type Ledger, recordSql } from './ledger.js';
import { sendPiece } from './send-piece.js';
import { discardSql, resetSettingsSql, type SessionSettings } from './session-state.js';

/** What a transaction needs to know about the session it runs in. */
export interface Workplace {
  readonly connection: Connection;
  readonly ledger: Ledger;
  readonly settings: SessionSettings;
}

/** How a transaction ended: the answers to its body, or the first failure and the place it came from. */
export type TransactionEnd =
  | { readonly ok: true; readonly body: readonly ScriptResult[] }
  | {
      readonly ok: false;
      readonly error: unknown;
      readonly offset: number;
      readonly stage: 'body' | 'record';
    };

const SAVEPOINT = 'confiture';

/**
 * Sends a migration in a transaction of its own, all at once: an opening text, the file, a closing text.
 * It may be followed by the next migration before the server has answered. Nothing after a failure can
 * take effect:
 * - an error in the file aborts the transaction, and everything behind it up to ROLLBACK is refused;
 * - the opening text begins with BEGIN and holds no text of a file, so a syntax error in the file cannot
 *   take BEGIN with it;
 * - where the commit itself fails, the guard of the next migration finds its predecessor missing;
 * - a file that ends the transaction itself loses the savepoint, so the closing text fails before the
 *   ledger row is written.
 * `record` is run between the ledger row and the commit: the events that belong to it.
 */
export function sendApply(
  { connection, ledger, settings }: Workplace,
  migration: LoadedMigration,
  { predecessor, record }: { readonly predecessor: string | null; readonly record: readonly string[] },
): Promise<TransactionEnd> {
  const opening = [
    'begin',
    discardSql,
    ...(predecessor === null ? [] : [guardSql(ledger, predecessor)]),
    `savepoint ${SAVEPOINT}`,
  ];
  const closing = [
    `release savepoint ${SAVEPOINT}`,
    resetSettingsSql(settings),
    recordSql(ledger, { ...migration.file, checksum: migration.checksum }),
    ...record,
    'commit',
  ];
  return sendTransaction(connection, opening.join('; '), batchesOf(migration.plan.body), closing.join('; '));
}

/**
 * As `sendApply`, for a file that sets properties of its transaction: the server takes those only before anything
 * else, so there is no savepoint, and the status after the file proves that its transaction is still open.
 */
export async function applyAwaited(
  { connection, ledger, settings }: Workplace,
  migration: LoadedMigration,
  record: readonly string[],
): Promise<TransactionEnd> {
  const pieces = batchesOf(migration.plan.body);
  const body: ScriptResult[] = [];
  let offset = 0;
  let stage: 'body' | 'record' = 'body';
  try {
    await connection.run(discardSql);
    await connection.run('begin');
    for (const piece of pieces) {
      offset = piece.start;
      body.push(await sendPiece(connection, piece));
    }
    stage = 'record';
    if (body.length > 0 && body.at(-1)?.transaction !== 'open') throw endedItself(migration);
    const closing = [
      recordSql(ledger, { ...migration.file, checksum: migration.checksum }),
      ...record,
      'commit',
    ];
    await connection.run([resetSettingsSql(settings), ...closing].join('; '));
    return { ok: true, body };
  } catch (error) {
    await endTransaction(connection);
    return { ok: false, error, offset, stage };
  }
}

function endedItself({ file, path }: LoadedMigration): ConfitureError {
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
  { connection, settings }: Workplace,
  migration: LoadedMigration,
  closing: readonly string[],
): Promise<TransactionEnd> {
  return sendTransaction(
    connection,
    `${discardSql}; savepoint ${SAVEPOINT}`,
    batchesOf(migration.plan.body),
    [`release savepoint ${SAVEPOINT}`, resetSettingsSql(settings), ...closing].join('; '),
  );
}

async function sendTransaction(
  connection: Connection,
  opening: string,
  pieces: readonly SqlPiece[],
  closing: string,
): Promise<TransactionEnd> {
  const begun = connection.run(opening);
  const body = pieces.map((piece) => sendPiece(connection, piece));
  const closed = connection.run(closing);
  const answers = await Promise.allSettled([begun, ...body, closed]);
  const failed = answers.findIndex(({ status }) => status === 'rejected');
  const failure = answers[failed];
  if (failure?.status === 'rejected') {
    const piece = pieces[failed - 1];
    return {
      ok: false,
      error: failure.reason,
      offset: piece?.start ?? 0,
      stage: piece ? 'body' : 'record',
    };
  }
  return {
    ok: true,
    body: answers.slice(1, -1).flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : [])),
  };
}
