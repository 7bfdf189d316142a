import { isServerError, type ServerError } from '../database/server-error.js';
import { ConfitureError } from '../errors.js';
import { offsetOfServerPosition, positionAt } from '../migrations/parser/position.js';
import type { ServerWords } from '../output/failures/server-words.js';
import type { FailureContext } from '../output/reporters/reporter.js';
import { DifferentRows, RefusedQuery } from '../runner/lifecycle/validation/validation-error.js';

/** What the person at the terminal may see of a failure beside the error itself. */
export function failureContext(error: unknown, source: string | null = null): FailureContext {
  const cause = ConfitureError.is(error) ? error.cause : null;
  const server = cause instanceof RefusedQuery ? cause.server : cause;
  return {
    ...(source !== null && { source }),
    ...(isServerError(server) && { server: serverWords(server) }),
    ...(cause instanceof DifferentRows && { rows: cause.rows }),
  };
}

/** What a person at a terminal may see of a refusal of the server. */
export function serverWords({ message, hint, detail, where, ...inner }: ServerError): ServerWords {
  return {
    message,
    ...(hint !== undefined && { hint }),
    ...(detail !== undefined && { detail }),
    ...(where !== undefined && { context: where }),
    ...(inner.internalQuery !== undefined && { query: queryAt(inner.internalQuery, inner.internalPosition) }),
  };
}

/** A function's statement, and where in it the fault lies. */
function queryAt(text: string, position: string | undefined): NonNullable<ServerWords['query']> {
  if (position === undefined) return { text, line: 1 };
  const { line, column } = positionAt(text, offsetOfServerPosition(text, Number(position)));
  return { text, line, column };
}
