import type { Connection } from '../database/connection.js';
import { refusalOf } from '../database/refusal.js';
import { endsSession, isServerError, type ServerError } from '../database/server-error.js';
import { ConfitureError } from '../errors.js';

const PRIVILEGES =
  'To make them, the role needs CREATE on the database; to use them, USAGE on schema confiture, and SELECT, INSERT, UPDATE and DELETE on its tables. Or run without webhooks.';

function unusableOutbox(cause: ServerError): ConfitureError {
  const { code, hint } = refusalOf(cause, 'OUTBOX_UNUSABLE', PRIVILEGES);
  return new ConfitureError(code, 'the outbox tables in schema confiture cannot be made or used', {
    hint,
    sqlstate: cause.code,
    cause,
  });
}

/** The error to throw for a failed operation on the outbox. `connection` tells a lost one from one that may not. */
export function explainOutboxError(error: unknown, connection?: Connection): unknown {
  if (ConfitureError.is(error)) return error;
  if (connection?.lost || endsSession(error)) {
    return new ConfitureError('CONNECT_LOST', 'the connection to the outbox was lost', {
      hint: 'Nothing is lost: run the same command again.',
      cause: error,
    });
  }
  return isServerError(error) ? unusableOutbox(error) : error;
}
