/** Longest pause a receiver can ask for. */
export const MAX_RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

const SECONDS = /^\d+(?:\.\d+)?$/;
/** The three spellings of RFC 9110, section 5.6.7: IMF-fixdate, RFC 850 and asctime. */
const HTTP_DATE =
  /^(?:[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4})$/;

/**
 * Milliseconds to wait after a `Retry-After` header (RFC 9110, section 10.2.3), between 0 and 24 hours;
 * null where the header is missing or is neither seconds nor a date. A date in the past is 0.
 */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | null {
  const text = value?.trim() ?? '';
  if (SECONDS.test(text)) return clamp(Number(text) * 1000);
  if (!HTTP_DATE.test(text)) return null;
  const atMs = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(atMs) ? null : clamp(atMs - nowMs);
}

function clamp(delayMs: number): number {
  return Math.min(Math.max(Math.ceil(delayMs), 0), MAX_RETRY_AFTER_MS);
}
