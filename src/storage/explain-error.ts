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

/** The error to throw for a failed operation on the outbox over `connection`. */
export function explainOutboxError(error: unknown, connection: Connection | null): unknown {
  const explained = explainLost(error, connection);
  return isServerError(explained) ? unusableOutbox(explained) : explained;
}

/** The error itself; where the session was lost, an error that says so in place of the driver's. */
export function explainLost(error: unknown, connection: Connection | null): unknown {
  if (ConfitureError.is(error)) return error;
  if (!connection?.lost && !endsSession(error)) return error;
  const where =
    connection === null ? 'the database' : `${connection.address.database} on ${connection.address.host}`;
  return new ConfitureError('CONNECT_LOST', `the connection to ${where} was lost`, {
    hint: 'Nothing is lost: run the same command again.',
    cause: error,
  });
}
