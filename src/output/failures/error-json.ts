import { ConfitureError, type ErrorCode, exitCodeOf } from '../../errors.js';
import { maskOwnText, maskText } from '../../redaction/redaction.js';
import { jsonDocument } from '../reporters/json-document.js';
import { errorMessage } from './error-message.js';
import { describeUnknown } from './unknown-error.js';

/** An error in JSON. Fields that do not apply are null, never absent. */
export interface ErrorObject {
  readonly severity: 'error';
  readonly code: ErrorCode;
  readonly message: string;
  /** What to do next. */
  readonly actionable: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly migration: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly sqlstate: string | null;
  readonly exit_code: number;
}

export function errorObject(error: unknown): ErrorObject {
  return ConfitureError.is(error) ? knownFields(error) : unknownFields(error);
}

function knownFields(error: ConfitureError): ErrorObject {
  return {
    severity: 'error',
    code: error.code,
    message: maskOwnText(errorMessage(error)),
    actionable: error.hint === undefined ? null : maskOwnText(error.hint),
    details: maskValues(error.details),
    migration: error.migration ?? null,
    file: error.location?.file ?? null,
    line: error.location?.line ?? null,
    column: error.location?.column ?? null,
    sqlstate: error.sqlstate ?? null,
    exit_code: error.exitCode,
  };
}

function unknownFields(error: unknown): ErrorObject {
  return {
    severity: 'error',
    code: 'INTERNAL',
    message: maskText(describeUnknown(error).message),
    actionable: 'This is a fault in Confiture. Please report it, with what --verbose prints.',
    details: {},
    migration: null,
    file: null,
    line: null,
    column: null,
    sqlstate: null,
    exit_code: exitCodeOf('INTERNAL'),
  };
}

/** A copy as JSON gives it back, every string in it masked; what JSON cannot hold is left out. */
function maskValues(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  try {
    return JSON.parse(jsonDocument(details)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
