import type { AttemptDetails } from '../../hooks/define/outbox-hook.js';
import { isObject } from '../../text/json-object.js';
import { storableText } from '../records/storable.js';

const TIMES = ['dnsMs', 'connectMs', 'tlsMs', 'firstByteMs'] as const;
const MOST_HEADERS = 20;
const LONGEST_VALUE = 500;

/** What can be stored of the details that a hook gives, which no compiler may have checked; null where there is none. */
export function storableDetails(details: unknown): AttemptDetails | null {
  if (!isObject(details)) return null;
  const { timing, headers, urlMark, secrets } = details;
  return {
    ...(isObject(timing) && { timing: pick(TIMES, (name) => wholeNumber(timing[name])) }),
    ...(isObject(headers) && {
      headers: pick(Object.keys(headers).slice(0, MOST_HEADERS), (name) => text(headers[name])),
    }),
    ...(typeof urlMark === 'string' && { urlMark: storableText(urlMark.slice(0, LONGEST_VALUE)) }),
    ...(Number.isInteger(secrets) && { secrets: Number(secrets) }),
  };
}

function pick<T>(names: readonly string[], read: (name: string) => T | undefined): Record<string, T> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = read(name);
      return value === undefined ? [] : [[storableText(name), value]];
    }),
  );
}

function wholeNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? Math.max(0, Math.round(value)) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? storableText(value.slice(0, LONGEST_VALUE)) : undefined;
}
