import { randomBytes } from 'node:crypto';
import { ownTextSql } from '../../database/own-settings.js';
import { quoteIdentifier } from '../../database/quote.js';
import { isServerError } from '../../database/server-error.js';
import { endTransaction } from '../../runner/execute/end-transaction.js';
import { type Check, failed, ok, warning } from './check.js';
import type { DoctorContext } from './context.js';
import { listed } from './ledger.js';

/** Longest wait for a lock that another session has on the catalogue. */
const WAIT_MS = 1_000;

/**
 * Event triggers run at each command that makes or changes a table, and may refuse it. Whether they do is known only by
 * trying: a table is made in a transaction that is rolled back. Databases without event triggers are not tried.
 */
export async function checkEventTriggers({ connection, facts }: DoctorContext): Promise<Check> {
  const name = 'event triggers';
  const rows = await connection.query<{ name: string }>(
    "select evtname as name from pg_event_trigger where evtenabled in ('O', 'A') order by 1",
  );
  if (rows.length === 0) return ok(name, 'none');
  const names = listed(rows.map((row) => row.name));
  const { schema, exists } = facts.ledger;
  if (facts.readOnly !== null) return ok(name, `${names}; not tried, because nothing can be written`);
  const probe = quoteIdentifier(`confiture_doctor_${randomBytes(6).toString('hex')}`);
  try {
    const table = `${quoteIdentifier(schema)}.${probe}`;
    await connection.run(
      `begin; set local lock_timeout = ${WAIT_MS}; ${ownTextSql([`create table ${table} ()`])}; rollback`,
    );
    return ok(name, `${names} let a table be made`);
  } catch (error) {
    await endTransaction(connection);
    if (!isServerError(error) || error.where === undefined) throw error;
    const message = `${names}: one of them refuses to have a table made (SQLSTATE ${error.code})`;
    const hint = 'Have it let this role through, or turn it off while migrations run.';
    return exists ? warning(name, message, hint) : failed(name, 'LEDGER_UNUSABLE', message, hint);
  }
}
