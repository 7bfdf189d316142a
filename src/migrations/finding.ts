import { ConfitureError, type ErrorCode } from '../errors.js';

/** Things worth knowing that stop nothing. */
export type WarningCode =
  | 'DOWN_MISSING'
  | 'FILE_EMPTY'
  | 'FILE_ORPHANED'
  | 'STATEMENTS_NOT_ATOMIC'
  | 'TRANSACTION_IN_FILE';

/** One result of checking the migration files. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly code: ErrorCode | WarningCode;
  /** Display path of the file concerned. */
  readonly file: string;
  /** From 1. */
  readonly line?: number;
  /** From 1, in characters. */
  readonly column?: number;
  readonly message: string;
  readonly hint: string;
}

/** A fault that would otherwise be thrown. Anything that is no ConfitureError is thrown on. */
export function findingOf(error: unknown, file: string): Finding {
  if (!ConfitureError.is(error)) throw error;
  const { code, message, hint = '', location } = error;
  return {
    severity: 'error',
    code,
    file: location?.file ?? file,
    ...(location?.line !== undefined && { line: location.line }),
    message,
    hint,
  };
}
