import type { Connection, ScriptResult } from '../database/connection.js';
import type { LoadedMigration } from '../migrations/load-migration.js';
import { batchesOf, type SqlPiece } from '../migrations/statements.js';
import { forgetSql, guardSql, type Ledger, recordSql } from './ledger.js';
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

/** Sends the undoing of one migration inside a transaction that is already open; `record` as in `sendApply`. */
export function sendUndo(
  { connection, ledger, settings }: Workplace,
  down: LoadedMigration,
  record: readonly string[],
): Promise<TransactionEnd> {
  const closing = [
    `release savepoint ${SAVEPOINT}`,
    resetSettingsSql(settings),
    forgetSql(ledger, down.file.version),
    ...record,
  ];
  return sendTransaction(
    connection,
    `${discardSql}; savepoint ${SAVEPOINT}`,
    batchesOf(down.plan.body),
    closing.join('; '),
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
