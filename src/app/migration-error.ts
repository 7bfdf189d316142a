import { ConfitureError } from '../errors.js';
import type { DownOutcome, UpOutcome } from './outcome.js';

/**
 * A run that ended in a failure. Code, message, hint, file and line are those of the failure; `result` says what was
 * done before it, which stays done.
 */
export class MigrationError<
  R extends UpOutcome | DownOutcome = UpOutcome | DownOutcome,
> extends ConfitureError {
  override readonly name = 'MigrationError';
  readonly result: R;

  constructor(failure: ConfitureError, result: R) {
    const { code, message, hint, location, migration, sqlstate, details, cause } = failure;
    super(code, message, {
      details,
      ...(hint !== undefined && { hint }),
      ...(location !== undefined && { location }),
      ...(migration !== undefined && { migration }),
      ...(sqlstate !== undefined && { sqlstate }),
      ...(cause !== undefined && { cause }),
    });
    this.result = result;
  }

  /** True for errors of this class, also of another copy of the package in the same process. */
  static override is(error: unknown): error is MigrationError {
    return ConfitureError.is(error) && error.name === 'MigrationError';
  }
}
