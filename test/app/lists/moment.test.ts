import { expect, it } from 'vitest';
import { readMoment } from '../../../src/app/lists/moment.js';

const NOW_MS = Date.parse('2026-02-03T04:05:06.000Z');

it.each([
  ['90s', '2026-02-03T04:03:36.000Z'],
  ['30m', '2026-02-03T03:35:06.000Z'],
  ['24h', '2026-02-02T04:05:06.000Z'],
  ['7d', '2026-01-27T04:05:06.000Z'],
  ['2026-01-09', '2026-01-09T00:00:00.000Z'],
  ['2026-01-09T14:00:00Z', '2026-01-09T14:00:00.000Z'],
  ['2026-01-09 14:00Z', '2026-01-09T14:00:00.000Z'],
  ['2026-01-09t14:00:00.5z', '2026-01-09T14:00:00.500Z'],
  ['2026-01-09T14:00:00+02:00', '2026-01-09T12:00:00.000Z'],
])('the moment %s is read as %s', (text, moment) => {
  expect(readMoment(text, NOW_MS).toISOString()).toBe(moment);
});

it.each([
  '',
  'soon',
  '30',
  '30 m',
  '-30m',
  '1e3m',
  '2026-13-01',
  '2026-01-09T25:00:00Z',
  '99999999d',
  'infinity',
])('the moment %j is refused', (text) => {
  expect(() => readMoment(text, NOW_MS)).toThrow(`${JSON.stringify(text)} is no time`);
});

it('a time without its zone is refused, since it would depend on where it is read', () => {
  expect(() => readMoment('2026-01-09T14:00:00', NOW_MS)).toThrow('is no time');
});
