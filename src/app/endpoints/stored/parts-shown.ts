import type { CheckedParts } from './change/check-parts.js';

/** `https://hooks.example.com/***`: path and query of a webhook's URL are often secrets. */
export function shownUrl(url: string): string {
  const { protocol, host, pathname, search } = new URL(url);
  return `${protocol}//${host}${pathname === '/' && search === '' ? '/' : '/***'}`;
}

/** Names of headers with their values masked. */
export function shownHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.keys(headers).map((name) => [name, '***']));
}

/** The last four characters of a secret that is long enough to lose them; else null. */
export function secretHint(secret: string): string | null {
  return secret.length < 16 ? null : secret.slice(-4);
}

/** The parts as the audit log has them. */
export function partsShown({
  url,
  headers,
  events,
  format,
  schedule,
  timeoutMs,
  allowInsecure,
}: CheckedParts): Readonly<Record<string, unknown>> {
  const secretless = { url: shownUrl(url), headers: Object.keys(headers) };
  return { ...secretless, events, format, schedule, timeout_ms: timeoutMs, allow_insecure: allowInsecure };
}
