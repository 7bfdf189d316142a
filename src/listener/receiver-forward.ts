import type { IncomingHttpHeaders } from 'node:http';
import { splitCredentials } from '../delivery/request/url-credentials.js';

/** What the other receiver answered; `error` is a code such as `ECONNREFUSED`. */
export type Forwarded = { readonly status: number } | { readonly error: string };

const TIMEOUT_MS = 10_000;

/** Belong to one connection, not to the message (RFC 9110, section 7.6.1), or are made anew. */
const NOT_FORWARDED =
  /^(?:host|content-length|transfer-encoding|connection|keep-alive|upgrade|expect|te|trailer|proxy-.*)$/;

/**
 * Posts the same bytes with the same headers to `forwardTo`, so that its signatures hold there too. A user name and
 * a password in the URL are sent as HTTP Basic. Never throws.
 */
export async function forwardRequest(
  forwardTo: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
  closing: AbortSignal,
): Promise<Forwarded> {
  try {
    const { url, authorization } = splitCredentials(new URL(forwardTo));
    const kept = Object.entries(headers)
      .filter(([name]) => !NOT_FORWARDED.test(name))
      .map(([name, value]) => [name, [value ?? ''].flat().join(', ')]);
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...Object.fromEntries(kept), ...(authorization !== null && { authorization }) },
      body: new Uint8Array(body),
      redirect: 'manual',
      signal: AbortSignal.any([closing, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    return { status: response.status };
  } catch (error) {
    return { error: failureCode(error) };
  }
}

function failureCode(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return error instanceof Error ? error.name : 'Error';
}
