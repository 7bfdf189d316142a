import { expect, it } from 'vitest';
import { durationText } from '../../../../src/server/dashboard/time/duration-text.js';

it.each([
  [0, '0 ms'],
  [0.0384, '38 ms'],
  [0.9994, '999 ms'],
  [0.9999, '1.0 s'],
  [1, '1.0 s'],
  [1.44, '1.4 s'],
  [9.94, '9.9 s'],
  [9.96, '10 s'],
  [59.4, '59 s'],
  [59.6, '1 min'],
  [66, '1 min 6 s'],
  [599.4, '9 min 59 s'],
  [599.6, '10 min'],
  [12 * 60, '12 min'],
  [3_600, '1 h'],
  [12_000, '3 h 20 min'],
  [7_199, '2 h'],
  [90_000, '1 d 1 h'],
  [48 * 3_600, '2 d'],
])('tells %d s as %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
