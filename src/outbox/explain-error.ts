import type { Connection } from '../database/connection.js';
import { endsSession, isServerError } from '../database/server-error.js';
import { ConfitureError } from '../errors.js';

/** SQLSTATE of what a read-only transaction refuses. */
const READ_ONLY = '25006';

/** Nothing can be sent from a server where nothing can be noted. `why` is null where only the refusal is known. */
export function readOnly(why: 'standby' | 'session' | null): ConfitureError {
  const session =
    'default_transaction_read_only is on for this role or database, or in the URL: use one that may write.';
  return why === 'standby'
    ? new ConfitureError('SERVER_READ_ONLY', 'the server is a standby, which is read-only', {
        hint: 'Name the primary in the database URL.',
      })
    : new ConfitureError('SERVER_READ_ONLY', 'the session is read-only', {
        hint:
          why === 'session' ? session : `Name the primary, where the server is a standby; else ${session}`,
      });
}

/** Says what a role needs, whatever the server refused. */
export function unusableOutbox(cause: unknown): ConfitureError {
  if (ConfitureError.is(cause)) return cause;
  const sqlstate = isServerError(cause) ? cause.code : undefined;
  if (sqlstate === READ_ONLY) return readOnly(null);
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
