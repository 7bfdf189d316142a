import { describe, expect, it } from 'vitest';
import { formatCount, formatDuration } from '../../../src/output/terminal/wording.js';

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [0.4, '<1 ms'],
    [12.4, '12 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [1234, '1.2 s'],
    [59_949, '59.9 s'],
    [59_960, '1 min 0 s'],
    [123_000, '2 min 3 s'],
    [3_599_600, '1 h 0 min'],
    [3_900_000, '1 h 5 min'],
    [-5, '0 ms'],
    [Number.NaN, '0 ms'],
  ])('writes %d ms as %s', (durationMs, expected) => {
    expect(formatDuration(durationMs)).toBe(expected);
  });
});

describe('formatCount', () => {
  it.each([
    [0, '0 rows'],
    [1, '1 row'],
    [999, '999 rows'],
    [1_000, '1,000 rows'],
    [1_234_567, '1,234,567 rows'],
  ])('writes %d as %s', (count, expected) => {
    expect(formatCount(count, 'row')).toBe(expected);
  });

  it('takes a plural of its own', () => {
    expect(formatCount(2, 'delivery', 'deliveries')).toBe('2 deliveries');
  });
});
