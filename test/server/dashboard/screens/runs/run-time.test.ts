import { expect, it } from 'vitest';
import { runTimeText } from '../../../../../src/server/dashboard/screens/runs/run-time.js';

it.each([
  ['completed', 42_000, null, '42 s'],
  ['running', 42_000, 500, '42 s'],
  ['abandoned', 3_600_000, 3_598_000, '2.0 s'],
  ['abandoned', 1_000, 1_500, '–'],
] as const)('tells the time of a run that is %s after %d ms, silent for %o ms', (state, ms, silent, text) => {
  expect(runTimeText({ state, duration_ms: ms, silent_ms: silent })).toBe(text);
});
