import { ConfitureError, type ErrorCode, errorCodes } from '../../errors.js';

/** Things worth knowing that stop nothing. */
export type WarningCode = 'DOWN_MISSING' | 'FILE_EMPTY' | 'STATEMENTS_NOT_ATOMIC' | 'TRANSACTION_IN_FILE';

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

/** What stops a run: the first error, with how many there are. Null where there are only warnings. */
export function faultOfFindings(findings: readonly Finding[]): ConfitureError | null {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (!first) return null;
  const { code, file, line, column, hint } = first;
  const others = errors.length > 1 ? ` (the first of ${errors.length} faults)` : '';
  return new ConfitureError(isErrorCode(code) ? code : 'FILES_STRICT', `${first.message}${others}`, {
    hint,
    location: { file, ...(line !== undefined && { line }), ...(column !== undefined && { column }) },
  });
}

/** The finding where warnings count as errors. */
export function asError(finding: Finding): Finding {
  return { ...finding, severity: 'error' };
}

function isErrorCode(code: Finding['code']): code is ErrorCode {
  return (errorCodes as readonly string[]).includes(code);
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
