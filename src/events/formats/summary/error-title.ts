import type { ErrorFacts } from '../../facts.js';

/** `UniqueViolation (23505)` and where it happened, without the message. */
export function errorTitle(error: ErrorFacts): string {
  const code = error.sqlstate === undefined ? '' : ` (${error.sqlstate})`;
  const line = error.line === undefined ? '' : `:${error.line}`;
  return `${error.type}${code}${error.file === undefined ? '' : ` at ${error.file}${line}`}`;
}
