import { expect, it } from 'vitest';
import { linePath, stackedBars } from '../../../../src/server/dashboard/charts/chart-layout.js';
import type { Bucket } from '../../../../src/server/dashboard/charts/use-statistics.js';

const SIZE = { width: 100, height: 50 };
const bucket = (counts: Partial<Bucket>): Bucket => ({
  start: '2026-02-02T12:00:00.000Z',
  delivered: 0,
  failed: 0,
  discarded: 0,
  waiting: 0,
  capped: false,
  p50_ms: null,
  p95_ms: null,
  ...counts,
});

it('stacks what failed on what was delivered, and has the highest bar fill the chart', () => {
  const bars = stackedBars([bucket({ delivered: 6, failed: 4 }), bucket({ delivered: 5 })], SIZE);
  expect(bars.map(({ outcome, bucket: at, y, height }) => [outcome, at, y, height])).toEqual([
    ['delivered', 0, 20, 30],
    ['delivered', 1, 25, 25],
    ['failed', 0, 0, 20],
  ]);
  const [first, second] = bars;
  expect(first?.x).toBe(0);
  expect((second?.x ?? 0) + (second?.width ?? 0)).toBeCloseTo(100);
});

it('shows one failure beside ten thousand deliveries, and draws nothing of what is nothing', () => {
  const bars = stackedBars([bucket({ delivered: 10_000, failed: 1 })], SIZE);
  expect(bars.map(({ outcome }) => outcome)).toEqual(['delivered', 'failed']);
  expect(bars.every(({ height }) => height >= 1.5)).toBe(true);
  expect(stackedBars([bucket({}), bucket({})], SIZE)).toEqual([]);
});

it('holds a line level over each bucket, with a gap where there is no value', () => {
  expect(linePath([10, null, 5, 0], 10, SIZE)).toBe('M0,0L25,0M50,25L75,25L75,50L100,50');
  expect(linePath([], 0, SIZE)).toBe('');
});
