import { describe, expect, it } from 'vitest';
import { nextChangeMs, relativeTime } from '../../../../src/server/dashboard/time/relative-time.js';

const NOW = Date.parse('2026-02-02T12:00:00Z');
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

describe('relativeTime', () => {
  it.each([
    [0, 'now'],
    [-1.4 * SECOND, 'now'],
    [-2 * SECOND, '2 s ago'],
    [18 * SECOND, 'in 18 s'],
    [-59 * SECOND, '59 s ago'],
    [-60 * SECOND, '1 min ago'],
    [-3_599 * SECOND, '59 min ago'],
    [HOUR, 'in 1 h'],
    [-47 * HOUR, '47 h ago'],
    [-48 * HOUR, '2 days ago'],
    [-400 * 24 * HOUR, '400 days ago'],
  ])('tells a moment %d ms away as %s', (distanceMs, text) => {
    expect(relativeTime(NOW + distanceMs, NOW)).toBe(text);
  });
});

it('looks again as often as the text of a moment can change', () => {
  const waits = [-30 * SECOND, 30 * SECOND, -10 * 60 * SECOND, -5 * HOUR];
  expect(waits.map((distanceMs) => nextChangeMs(NOW + distanceMs, NOW))).toEqual([
    1_000, 1_000, 15_000, 60_000,
  ]);
});
