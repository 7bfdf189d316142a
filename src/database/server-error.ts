/** The fields of a PostgreSQL error this project reads. `message` and `detail` may hold row values. */
export interface ServerError extends Error {
  /** Five-character SQLSTATE. */
  readonly code: string;
  readonly severity?: string;
  /** Character offset into the sent text, from 1. */
  readonly position?: string;
  readonly detail?: string;
  readonly hint?: string;
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
