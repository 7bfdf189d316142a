import type { IncomingHttpHeaders } from 'node:http';

const SECRET_NAME = /auth|secret|token|password|cookie|credential|session|api-?key/i;

/** Headers for people to see: names of all, values of those that hold no secret. */
export function shownHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      SECRET_NAME.test(name) ? '***' : [value ?? ''].flat().join(', '),
    ]),
  );
}
