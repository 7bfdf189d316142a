import type { Connection } from '../database/connection.js';
import { endsSession, isServerError } from '../database/server-error.js';
import { ConfitureError } from '../errors.js';

/** Says what a role needs, whatever the server refused. */
export function unusableOutbox(cause: unknown): ConfitureError {
  if (ConfitureError.is(cause)) return cause;
  const sqlstate = isServerError(cause) ? cause.code : undefined;
  return new ConfitureError(
    'OUTBOX_UNUSABLE',
    'the outbox tables in schema confiture cannot be made or used',
    {
      hint: 'To make them, the role needs CREATE on the database; to use them, USAGE on schema confiture, and SELECT, INSERT, UPDATE and DELETE on its tables. Or run without webhooks.',
      ...(sqlstate !== undefined && { sqlstate }),
      cause,
    },
  );
}

/** What is thrown for a failed operation on the outbox. `connection` tells a lost one from one that may not. */
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
