import { type FormatName, formatNames } from '../../events/endpoint.js';
import { nearest } from '../../text/nearest.js';

export function isFormatName(value: string): value is FormatName {
  return (formatNames as readonly string[]).includes(value);
}

/** Says why `value` is no format, for one that is none. */
export function formatFault(value: unknown): string {
  const known = formatNames.join(', ');
  if (typeof value !== 'string') return `must be a function or one of ${known}`;
  const close = nearest(value, formatNames);
  return close === undefined
    ? `unknown format; known are ${known}`
    : `unknown format; did you mean "${close}"?`;
}
