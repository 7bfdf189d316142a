import { ConfitureError } from '../../errors.js';

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
/** A day, or a time with its zone (RFC 3339): without one it would depend on where it is read. */
const MOMENT = /^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:\d\d))?$/;

/** A moment written as a day, an RFC 3339 time, or the time since then: `90s`, `30m`, `24h`, `7d`. Throws FLAG_INVALID. */
export function readMoment(text: string, nowMs: number): Date {
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const ms =
    count && unit
      ? nowMs - Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS]
      : Date.parse(MOMENT.test(text) ? text.replace(/[t ]/, 'T') : '');
  const moment = new Date(ms);
  // Years that PostgreSQL reads as they are written.
  if (moment.getUTCFullYear() >= 0) return moment;
  throw new ConfitureError('FLAG_INVALID', `${JSON.stringify(text)} is no time`, {
    hint: 'Write 90s, 30m, 24h or 7d, or a time such as 2026-01-09T14:00:00Z.',
  });
}
