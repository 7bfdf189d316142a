import { ConfitureError } from '../../src/errors.js';

/** The ConfitureError that `act` ends in; fails the test where it ends in anything else. */
export async function confitureErrorOf(act: () => unknown): Promise<ConfitureError> {
  try {
    await act();
  } catch (error) {
    if (ConfitureError.is(error)) return error;
    throw error;
  }
  throw new Error('expected a ConfitureError, but nothing was thrown');
}
