import { ConfitureError } from '../../src/errors.js';

/** The ConfitureError that `action` ends in. */
export async function failureOf(action: () => unknown): Promise<ConfitureError> {
  try {
    await action();
  } catch (error) {
    if (error instanceof ConfitureError) return error;
    throw error;
  }
  throw new Error('expected a ConfitureError, but nothing was thrown');
}
