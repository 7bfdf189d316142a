import { ConfitureError } from '../../src/errors.js';

/** The ConfitureError that `act` fails with. */
export async function failureOf(act: () => unknown): Promise<ConfitureError> {
  try {
    await act();
  } catch (error) {
    if (ConfitureError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
