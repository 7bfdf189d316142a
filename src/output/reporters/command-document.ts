import type { ConfitureError } from '../../errors.js';
import { type ErrorObject, errorObject } from '../failures/error-json.js';

/** The database that a command has opened, or was about to. */
export interface DocumentDatabase {
  /** With its port; `embedded` for the embedded database. */
  readonly host: string;
  readonly name: string;
  /** Which setting named it, for instance `CONFITURE_DATABASE_URL`. */
  readonly source: string;
}

/** Which command a document is of, and which database that has opened. */
export interface DocumentHead {
  readonly command: string | null;
  readonly database: DocumentDatabase | null;
}

/** What every JSON document begins with. `error` is there exactly where `ok` is false. */
export type CommandDocument =
  | ({ readonly ok: true } & DocumentHead)
  | ({ readonly ok: false; readonly error: ErrorObject } & DocumentHead);

/**
 * The document of a command that has something to report. A command that reports and fails, such as an `up` of which
 * the second migration failed, gives both.
 */
export function reportDocument(
  head: DocumentHead,
  report: object,
  error: ConfitureError | null,
): CommandDocument {
  return error === null ? { ok: true, ...head, ...report } : { ...failureDocument(head, error), ...report };
}

/** The document of a command that failed and has nothing else to report. */
export function failureDocument(head: DocumentHead, error: unknown): CommandDocument {
  return { ok: false, ...head, error: errorObject(error) };
}
