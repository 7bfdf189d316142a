import type { Connection } from '../database/connection.js';
import { endsSession, isServerError } from '../database/server-error.js';
import { ConfitureError } from '../errors.js';

/**
 * Explains a failure outside of any migration: while the lock was waited for, the ledger read, or a result recorded.
 * An abort counts before whatever it brought about.
 */
export function explainSessionError(error: unknown, connection: Connection, signal: AbortSignal): unknown {
  if (signal.aborted && ConfitureError.is(signal.reason)) return signal.reason;
  if (ConfitureError.is(error)) return error;
  const { host, database } = connection.address;
  if (connection.lost || endsSession(error)) {
    return new ConfitureError('CONNECT_LOST', `the connection to ${database} on ${host} was lost`, {
      hint: 'What was committed is in the ledger and nothing else is. Run the same command again: it goes on from there.',
      cause: error,
    });
  }
  if (!isServerError(error)) return error;
  return new ConfitureError('LEDGER_UNUSABLE', `the ledger in ${database} on ${host} cannot be used`, {
    hint:
      error.code === '42501'
        ? 'The role of the connection URL lacks a privilege on the ledger table or its schema: grant it, or use the role that made them.'
        : `The server answered SQLSTATE ${error.code}; \`confiture doctor\` looks closer.`,
    sqlstate: error.code,
    cause: error,
  });
}
