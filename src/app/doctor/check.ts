import { ConfitureError, type ErrorCode } from '../../errors.js';

/** One thing the doctor has looked at. Neither text holds a secret. */
export interface Check {
  readonly name: string;
  readonly verdict: 'ok' | 'warning' | 'failed';
  /** What was found. */
  readonly message: string;
  /** What to do about it; null where there is nothing to do. */
  readonly hint: string | null;
  /** What a run would end in; null unless failed. */
  readonly code: ErrorCode | null;
}

export function ok(name: string, message: string): Check {
  return { name, verdict: 'ok', message, hint: null, code: null };
}

export function warning(name: string, message: string, hint: string): Check {
  return { name, verdict: 'warning', message, hint, code: null };
}

export function failed(name: string, code: ErrorCode, message: string, hint: string | null): Check {
  return { name, verdict: 'failed', message, hint, code };
}

/** The error a run would end in. Anything that is no ConfitureError is thrown on. */
export function failedWith(name: string, error: unknown): Check {
  if (!ConfitureError.is(error)) throw error;
  return failed(name, error.code, error.message, error.hint ?? null);
}

/** What a run would end in: the first failure, for each check stands on those before it. Null where none failed. */
export function faultOfChecks(checks: readonly Check[]): ConfitureError | null {
  const first = checks.find(({ verdict }) => verdict === 'failed');
  if (!first?.code) return null;
  const options = first.hint === null ? {} : { hint: first.hint };
  return new ConfitureError(first.code, `a run would fail: ${first.name}: ${first.message}`, options);
}
