import { expect, it } from 'vitest';
import { toneOf } from '../../../../src/server/dashboard/parts/state-pill.js';

it.each([
  ['completed', 'done'],
  ['delivered', 'done'],
  ['running', 'running'],
  ['sending', 'running'],
  ['waiting', 'waits'],
  ['paused', 'waits'],
  ['failed', 'failed'],
  ['abandoned', 'failed'],
  ['failing', 'failed'],
  ['on', 'done'],
  ['switched off', 'off'],
  ['discarded', 'off'],
  ['cancelled', 'off'],
])('shows %s as %s', (state, tone) => {
  expect(toneOf(state)).toBe(tone);
});

it('shows a state that it does not know without colour', () => {
  expect(toneOf('constructor_of_later')).toBe('off');
  expect(toneOf('constructor')).toBe('off');
});
