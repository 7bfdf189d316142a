import type { ConfitureError } from '../../errors.js';
import { type ErrorObject, errorObject } from '../failures/error-json.js';

/** What every JSON document begins with. `error` is there exactly where `ok` is false. */
export type CommandDocument =
  | { readonly ok: true; readonly command: string | null }
  | { readonly ok: false; readonly command: string | null; readonly error: ErrorObject };

/**
 * The document of a command that has something to report. A command that reports and fails, such as an `up` of which
 * the second migration failed, gives both.
 */
export function reportDocument(
  command: string | null,
  report: object,
  error: ConfitureError | null,
): CommandDocument {
  return error === null
    ? { ok: true, command, ...report }
    : { ...failureDocument(command, error), ...report };
}

/** The document of a command that failed and has nothing else to report. */
export function failureDocument(command: string | null, error: unknown): CommandDocument {
  return { ok: false, command, error: errorObject(error) };
}
