import { ConfitureError } from '../../../../errors.js';

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A moment written as ISO 8601, or as the time since then: `90s`, `30m`, `24h`, `7d`. Throws FLAG_INVALID. */
export function readMoment(text: string, nowMs: number): Date {
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  if (count && unit) return new Date(nowMs - Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS]);
  const moment = /^\d{4}-\d\d-\d\d/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (!Number.isNaN(moment.getTime())) return moment;
  throw new ConfitureError('FLAG_INVALID', `"${text}" is no time`, {
    hint: 'Write 90s, 30m, 24h or 7d, or a time such as 2026-01-09T14:00:00Z.',
  });
}
