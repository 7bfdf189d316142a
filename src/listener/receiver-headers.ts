import type { IncomingHttpHeaders } from 'node:http';
import { isSecretName } from '../redaction/secret-name.js';

/** Headers for people to see: names of all, values of those that hold no secret. */
export function shownHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      isSecretName(name) ? '***' : [value ?? ''].flat().join(', '),
    ]),
  );
}
