import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DrainBudget } from '../../../src/outbox/run/drain-budget.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const stateOf = ({ stop, cutOff }: DrainBudget) => [stop.aborted, cutOff.aborted];

it.each([
  [10_000, 9_000],
  [1_000, 750],
  [4, 3],
])('of %i ms is for sending until %i ms, and for winding down until its end', (drainTimeoutMs, sendMs) => {
  const budget = new DrainBudget(drainTimeoutMs);
  budget.begin();
  vi.advanceTimersByTime(sendMs - 1);
  budget.begin();
  expect(stateOf(budget)).toEqual([false, false]);
  vi.advanceTimersByTime(1);
  expect(stateOf(budget)).toEqual([true, false]);
  vi.advanceTimersByTime(drainTimeoutMs - sendMs);
  expect(stateOf(budget)).toEqual([true, true]);
});

it.each([
  [60_000, 500],
  [1_000, 125],
  [0, 0],
])(
  'of %i ms lets attempts in flight go on for %i ms once nothing more is begun',
  (drainTimeoutMs, graceMs) => {
    expect(new DrainBudget(drainTimeoutMs).graceMs).toBe(graceMs);
  },
);

it('leaves a moment for handing over where nothing is sent', () => {
  const budget = new DrainBudget(0);
  budget.begin();
  vi.advanceTimersByTime(4_999);
  expect(budget.cutOff.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(budget.cutOff.aborted).toBe(true);
});

it('is over soon after a hurry, and never later than without', () => {
  const [long, short] = [new DrainBudget(60_000), new DrainBudget(500)];
  for (const budget of [long, short]) {
    budget.begin();
    budget.hurry();
    expect(stateOf(budget)).toEqual([true, false]);
  }
  vi.advanceTimersByTime(500);
  expect(short.cutOff.aborted).toBe(true);
  vi.advanceTimersByTime(1_500);
  expect(long.cutOff.aborted).toBe(true);
});

it('counts nothing before it begins, and nothing after its end', () => {
  const budget = new DrainBudget(1_000);
  vi.advanceTimersByTime(5_000);
  expect(budget.endMs).toBeNull();
  budget.begin();
  budget.end();
  vi.advanceTimersByTime(5_000);
  expect(stateOf(budget)).toEqual([false, false]);
});
