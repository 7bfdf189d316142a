import { expect, it } from 'vitest';
import { runSeconds } from '../../../../../src/server/dashboard/screens/runs/run-seconds.js';

it.each([
  ['completed', 42_000, null, 42],
  ['running', 42_000, 500, 42],
  ['abandoned', 3_600_000, 3_598_000, 2],
  ['abandoned', 1_000, 1_500, 0],
] as const)(
  'counts the time of a run that is %s after %d ms, silent for %o ms',
  (state, ms, silent, seconds) => {
    expect(runSeconds({ state, duration_ms: ms, silent_ms: silent })).toBe(seconds);
  },
);
