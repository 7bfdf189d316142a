import type { Connection } from '../../database/connection.js';
import { refusalOf } from '../../database/refusal.js';
import { endsSession, isServerError } from '../../database/server-error.js';
import { ConfitureError } from '../../errors.js';

const PRIVILEGES =
  'The role of the connection URL lacks a privilege on the ledger table or its schema: grant it, or use the role that made them.';

/**
 * Explains a failure outside of any migration: while the lock was waited for, the ledger read, or a result recorded.
 * An abort counts before whatever it brought about.
 */
export function explainSessionError(error: unknown, connection: Connection, signal: AbortSignal): unknown {
  if (ConfitureError.is(error) && error.code === 'OUTCOME_UNKNOWN') return error;
  if (signal.aborted && ConfitureError.is(signal.reason)) return signal.reason;
  if (ConfitureError.is(error)) return error;
  const { host, database } = connection.address;
  if (connection.lost || endsSession(error)) {
    return new ConfitureError('CONNECT_LOST', `the connection to ${database} on ${host} was lost`, {
      hint: 'What was committed is in the ledger. Run the same command again: it goes on from there.',
      cause: error,
    });
  }
  if (!isServerError(error)) return error;
  const { code, hint } = refusalOf(error, 'LEDGER_UNUSABLE', PRIVILEGES);
  return new ConfitureError(code, `the ledger in ${database} on ${host} cannot be used`, {
    hint,
    sqlstate: error.code,
    cause: error,
  });
}
