import type { Connection } from '../../database/connection.js';
import { explainLost } from '../../storage/explain-error.js';
import type { Scope } from '../../storage/scope.js';
import { insertRecordsSql } from './insert-record.js';
import type { OutboxRecord } from './outbox-record.js';

/** A pod that is told to stop has 30 seconds in all; the statement's cancel and the drain need some of them. */
const STORE_WITHIN_MS = 8_000;

/**
 * Stores records in a transaction of its own: on a server over a session that no cancel of the run can hit, on the
 * embedded database over `only`, the one session there is, or over a new one where a cancel has ended that. Rejects
 * where the database has not answered by `deadline`. `withSql` runs in the same transaction.
 */
export async function storeAlone(
  records: readonly OutboxRecord[],
  scope: Scope,
  only: Connection | null,
  connectBeside: (signal: AbortSignal) => Promise<Connection>,
  deadline: AbortSignal = AbortSignal.timeout(STORE_WITHIN_MS),
  withSql?: string,
): Promise<void> {
  const inserted = insertRecordsSql(records, scope, null);
  const sql = ['begin', inserted, ...(withSql === undefined ? [] : [withSql]), 'commit'].join('; ');
  if (only && !only.lost) {
    await only.run(sql);
    return;
  }
  const stalled = () => new Error('it did not answer in time');
  const connection = await connectBeside(deadline).catch((error) => {
    throw deadline.aborted ? stalled() : error;
  });
  const end = () => connection.abandon();
  deadline.addEventListener('abort', end, { once: true });
  try {
    await connection.run(sql);
  } catch (error) {
    throw deadline.aborted ? stalled() : explainLost(error, connection);
  } finally {
    deadline.removeEventListener('abort', end);
    await connection.close();
  }
}
