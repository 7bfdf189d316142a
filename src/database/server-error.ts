/** The fields of a PostgreSQL error this project reads. `message` and `detail` may hold row values. */
export interface ServerError extends Error {
  /** Five-character SQLSTATE. */
  readonly code: string;
  readonly severity?: string;
  /** Character offset into the sent text, from 1. */
  readonly position?: string;
  readonly detail?: string;
  readonly hint?: string;
  /** CONTEXT: the functions that were running, innermost first. May hold SQL. */
  readonly where?: string;
  /** The statement that a function was running, and the character in it, from 1. */
  readonly internalQuery?: string;
  readonly internalPosition?: string;
}

/** True for an error the server itself reported (as opposed to a broken link or a bug). */
export function isServerError(error: unknown): error is ServerError {
  return (
    error instanceof Error &&
    'severity' in error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^[0-9A-Z]{5}$/.test(error.code)
  );
}

/** The shutdowns of class 57P, and the time-outs of a session. */
const SHUTDOWN = /^(57P0[1-5]|25P0[34])$/;
const CONNECTION_EXCEPTION = /^08/;

/**
 * True where the server said that the session ends with this error. The severity decides: a statement that connects
 * elsewhere (`dblink`, a subscription) fails with a connection exception too, and `raise` may use any code.
 */
export function endsSession(error: unknown): boolean {
  if (!isServerError(error) || error.severity === 'ERROR') return false;
  if (SHUTDOWN.test(error.code)) return true;
  return CONNECTION_EXCEPTION.test(error.code) && /^(FATAL|PANIC)$/.test(error.severity ?? '');
}
