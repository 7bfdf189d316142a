import { describe, expect, it } from 'vitest';
import { isFinal, type RunFacts, runStateOf } from '../../../../src/runner/lifecycle/steering/run-state.js';

const running: RunFacts = {
  outcome: null,
  isQueued: false,
  isSessionGone: false,
  silentMs: 0,
  hasBegun: true,
  isWaiting: false,
  isPaused: false,
  asked: { pause: false, cancel: false },
};

describe('runStateOf', () => {
  it.each([
    ['starting', { hasBegun: false }],
    ['running', {}],
    ['waiting', { isWaiting: true }],
    ['waiting', { isWaiting: true, hasBegun: false }],
    ['pausing', { asked: { pause: true, cancel: false } }],
    ['paused', { asked: { pause: true, cancel: false }, isPaused: true }],
    ['cancelling', { asked: { pause: false, cancel: true } }],
    ['completed', { outcome: 'completed' }],
    ['failed', { outcome: 'failed' }],
    ['cancelled', { outcome: 'cancelled' }],
    ['abandoned', { isSessionGone: true, silentMs: 15_001 }],
  ] as const)('is %s where %o', (state, facts) => {
    expect(runStateOf({ ...running, ...facts })).toBe(state);
  });

  it('counts a request to cancel before a pause, asked for or in force', () => {
    const asked = { pause: true, cancel: true };
    expect(runStateOf({ ...running, asked })).toBe('cancelling');
    expect(runStateOf({ ...running, asked, isPaused: true })).toBe('cancelling');
  });

  it('counts a pause before what the run waits for', () => {
    const asked = { pause: true, cancel: false };
    expect(runStateOf({ ...running, asked, isWaiting: true })).toBe('pausing');
  });

  it('keeps the outcome of a run that ended, however long ago and without a session', () => {
    expect(runStateOf({ ...running, outcome: 'completed', isSessionGone: true, silentMs: 1e9 })).toBe(
      'completed',
    );
  });

  it('holds a run for alive that is silent and has a session, or has none and was heard a moment ago', () => {
    expect(runStateOf({ ...running, silentMs: 1e9 })).toBe('running');
    expect(runStateOf({ ...running, isSessionGone: true, silentMs: 15_000 })).toBe('running');
  });

  it('holds no other state for final than the four', () => {
    expect(
      (['starting', 'running', 'waiting', 'pausing', 'paused', 'cancelling'] as const).filter(isFinal),
    ).toEqual([]);
    expect((['cancelled', 'completed', 'failed', 'abandoned'] as const).filter(isFinal)).toHaveLength(4);
  });
});
