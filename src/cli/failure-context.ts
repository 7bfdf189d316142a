import { isServerError, type ServerError } from '../database/server-error.js';
import { ConfitureError } from '../errors.js';
import { offsetOfServerPosition, positionAt } from '../migrations/parser/position.js';
import type { FailureContext, ServerWords } from '../output/reporters/reporter.js';
import { DifferentRows } from '../runner/lifecycle/validation/validation-error.js';

/** What the person at the terminal may see of a failure beside the error itself. */
export function failureContext(error: unknown, source: string | null = null): FailureContext {
  const cause = ConfitureError.is(error) ? error.cause : null;
  return {
    ...(source !== null && { source }),
    ...(isServerError(cause) && { server: serverWords(cause) }),
    ...(cause instanceof DifferentRows && { rows: cause.rows }),
  };
}

function serverWords({ message, hint, detail, where, ...inner }: ServerError): ServerWords {
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
