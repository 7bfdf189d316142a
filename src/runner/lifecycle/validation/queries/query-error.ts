import type { Connection } from '../../../../database/connection.js';
import { isServerError } from '../../../../database/server-error.js';
import { QUERY_CANCELED } from '../../../../database/sqlstates.js';
import type { RedactionOptions } from '../../../../redaction/redaction.js';
import { maskServerMessage } from '../../../../redaction/server-message.js';
import { type CheckFailure, type CheckOrigin, checkFailure, queryFailed } from './check-failure.js';
import { QueryTimeout } from './in-read-only.js';

export interface QueryContext {
  readonly connection: Connection;
  /** An abort of the run is no fault of a query. */
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly redaction: RedactionOptions;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What `work` gives, or why the server could not answer. Rejects where the session ended or the run is stopped. */
export async function answerOf<T>(
  place: CheckOrigin,
  context: QueryContext,
  work: () => Promise<T>,
): Promise<{ readonly answer: T } | { readonly failure: CheckFailure }> {
  const startedAt = context.now();
  try {
    return { answer: await work() };
  } catch (error) {
    return { failure: toCheckFailure(error, place, context, context.now() - startedAt) };
  }
}

function toCheckFailure(
  error: unknown,
  place: CheckOrigin,
  { connection, signal, timeoutMs, redaction }: QueryContext,
  durationMs: number,
): CheckFailure {
  if (error instanceof QueryTimeout) return tookTooLong(place, timeoutMs);
  if (!isServerError(error) || connection.lost || signal.aborted) throw error;
  const { code, message } = error;
  // The server's words for it are in its own language, and an administrator's cancel has the same code.
  const isLate = timeoutMs > 0 && durationMs >= timeoutMs;
  if (code === QUERY_CANCELED && isLate) return tookTooLong(place, timeoutMs);
  return queryFailed(place, maskServerMessage(message, code, redaction), error);
}

function tookTooLong(place: CheckOrigin, timeoutMs: number): CheckFailure {
  return checkFailure(
    place,
    'timeout',
    `could not be decided: it took longer than ${timeoutMs} ms`,
    QUERY_CANCELED,
  );
}
