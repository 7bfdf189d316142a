import { expect, it } from 'vitest';
import { exactTime } from '../../../../src/server/dashboard/time/exact-time.js';

it('tells a moment to the second with its zone', () => {
  expect(exactTime(Date.parse('2026-02-02T14:45:30.999Z'), 'utc')).toBe('2026-02-02 14:45:30 UTC');
});

it('tells midnight as hour 00', () => {
  expect(exactTime(Date.parse('2026-02-02T00:00:00Z'), 'utc')).toBe('2026-02-02 00:00:00 UTC');
});

it('names the zone of the reader', () => {
  expect(exactTime(Date.parse('2026-02-02T14:45:30Z'), 'local')).toMatch(/^2026-02-0[123] \d\d:\d\d:30 \S+$/);
});
