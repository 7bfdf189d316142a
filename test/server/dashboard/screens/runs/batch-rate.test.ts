import { expect, it } from 'vitest';
import {
  batchText,
  type RowSample,
  rowsPerSecond,
  withSample,
} from '../../../../../src/server/dashboard/screens/runs/batch-rate.js';

const batch = (rows: number, expected: number | null) => ({
  phase: 'fill',
  repetitions: 1,
  rows,
  rows_expected: expected,
});
const seen = (...samples: readonly (readonly [seconds: number, rows: number])[]) =>
  samples.reduce<readonly RowSample[]>(
    (before, [seconds, rows]) => withSample(before, { atMs: seconds * 1_000, rows }),
    [],
  );

it('knows no rate before it has looked twice', () => {
  expect(rowsPerSecond(seen())).toBeNull();
  expect(rowsPerSecond(seen([1, 100], [1, 100]))).toBeNull();
});

it('tells the rate of the last half minute', () => {
  expect(rowsPerSecond(seen([0, 0], [10, 5_000]))).toBe(500);
  expect(rowsPerSecond(seen([0, 0], [10, 90_000], [40, 90_000], [70, 90_000]))).toBe(0);
});

it('begins anew where the rows begin anew', () => {
  expect(rowsPerSecond(seen([0, 9_000], [1, 100], [2, 300]))).toBe(200);
});

it.each([
  [100, null, null, '100 rows'],
  [12_000, 50_000, 3_400, '12,000 of about 50,000 rows, 3,400 rows/s, about 11 s left'],
  [12_000, 50_000, 0, '12,000 of about 50,000 rows, 0 rows/s'],
  [60_000, 50_000, 10, '60,000 rows, 10 rows/s'],
])('says of %d rows of %s at %s a second: %s', (rows, expected, rate, text) => {
  expect(batchText(batch(rows, expected), rate)).toBe(text);
});
