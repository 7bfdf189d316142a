import type { ErrorCode } from '../errors.js';
import type { ServerError } from './server-error.js';

const READ_ONLY = '25006';
const NO_PRIVILEGE = '42501';

export interface Refusal {
  readonly code: ErrorCode;
  readonly hint: string;
}

/**
 * Why the server has refused a statement about an own table. `code` is for a fault of the table or the role,
 * and `privileges` says what the role needs; both hold only where the server says so.
 */
export function refusalOf(
  { code: sqlstate, where }: ServerError,
  code: ErrorCode,
  privileges: string,
): Refusal {
  if (sqlstate === READ_ONLY)
    return {
      code: 'SERVER_READ_ONLY',
      hint: 'The session is read-only: a standby server, or default_transaction_read_only.',
    };
  if (where !== undefined && /function/i.test(where))
    return {
      code,
      hint: `A function of the database raised SQLSTATE ${sqlstate}: most likely an event trigger, which has to let this role through (select evtname, evtfoid::regproc from pg_event_trigger).`,
    };
  if (sqlstate === NO_PRIVILEGE) return { code, hint: privileges };
  return { code, hint: `The server answered SQLSTATE ${sqlstate}; \`confiture doctor\` looks closer.` };
}
