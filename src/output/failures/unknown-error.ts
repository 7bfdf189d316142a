/** What can be said about a value that was thrown and is not a `ConfitureError`. Never throws itself. */
export interface UnknownError {
  /** Not masked. */
  readonly message: string;
  readonly stack: string | null;
}

export function describeUnknown(error: unknown): UnknownError {
  try {
    if (!(error instanceof Error)) return { message: `Something threw ${String(error)}.`, stack: null };
    return { message: error.message || error.name, stack: error.stack ?? null };
  } catch {
    return { message: 'Something threw a value that cannot be shown.', stack: null };
  }
}
