import { ConfitureError } from '../../errors.js';

/** The error itself where it is one of ours; anything else is a fault of the program. */
export function asConfitureError(error: unknown): ConfitureError {
  if (ConfitureError.is(error)) return error;
  return new ConfitureError('INTERNAL', 'the run stopped unexpectedly', { cause: error });
}
