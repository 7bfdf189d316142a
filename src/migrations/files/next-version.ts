import { compareVersions } from './version.js';

/** How new migrations are numbered; `auto` goes on as the newest one of the folder does. */
export type Numbering = 'auto' | 'sequential' | 'timestamp';

/** `YYYYMMDDHHMMSS`, with a year, month and day that can be. */
const TIMESTAMP = /^(?:19|20|21)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{6}$/;

const FIRST_SEQUENTIAL = '001';

/**
 * A version above all of `versions`. Sequences keep the width of the newest version (`009` → `010`, `V9` → `V10`).
 * Timestamps are UTC; where the clock is behind the newest version, that version plus one is taken instead, for a
 * new migration must never sort before one that is there.
 */
export function nextVersion(versions: readonly string[], numbering: Numbering, now: Date): string {
  const newest = [...versions].sort(compareVersions).at(-1);
  const timestamps = numbering === 'timestamp' || (numbering === 'auto' && isTimestamp(newest));
  if (!timestamps) return newest === undefined ? FIRST_SEQUENTIAL : following(newest);
  const stamp = timestampOf(now);
  return newest === undefined || compareVersions(stamp, newest) > 0 ? stamp : following(newest);
}

function isTimestamp(version: string | undefined): boolean {
  return version !== undefined && TIMESTAMP.test(version);
}

function timestampOf(now: Date): string {
  return now.toISOString().replace(/\D/g, '').slice(0, 14);
}

/** `version` with its last number raised by one; a version without any gets one. */
function following(version: string): string {
  const [, head = '', digits = '', tail = ''] = /^(.*?)(\d*)(\D*)$/su.exec(version) ?? [];
  if (digits === '') return `${version}1`;
  return `${head}${(BigInt(digits) + 1n).toString().padStart(digits.length, '0')}${tail}`;
}
