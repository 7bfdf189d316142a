import { ConfitureError } from '../errors.js';

/** Why nothing can be written over a session. */
export type ReadOnlyReason = 'standby' | 'session';

/** Nothing can be done where nothing can be noted. */
export function readOnlyServer(why: ReadOnlyReason): ConfitureError {
  return why === 'standby'
    ? new ConfitureError('SERVER_READ_ONLY', 'the server is a standby, which is read-only', {
        hint: 'Name the primary in the database URL.',
      })
    : new ConfitureError('SERVER_READ_ONLY', 'the session is read-only', {
        hint: 'default_transaction_read_only is on for this role or database, or in the URL: use one that may write.',
      });
}
