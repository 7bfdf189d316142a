const FORM = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/**
 * Epoch milliseconds of a date (its first moment in UTC) or of a time with its offset; null for anything else. A
 * time without an offset would end a rotation at another moment on every machine.
 */
export function parseRetirement(written: string): number | null {
  if (!FORM.test(written)) return null;
  const time = Date.parse(written);
  return Number.isNaN(time) ? null : time;
}
