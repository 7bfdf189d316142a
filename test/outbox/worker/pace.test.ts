import { expect, it } from 'vitest';
import { Pace } from '../../../src/outbox/worker/pace.js';

function paceAt(startMs: number) {
  const clock = { nowMs: startMs, isMoreToCome: true };
  const pace = new Pace(
    () => clock.isMoreToCome,
    () => clock.nowMs,
  );
  return { clock, pace };
}

it('lets a first event wait for others only for a moment', () => {
  const { clock, pace } = paceAt(0);
  expect(pace.gatherMs()).toBe(20);
  clock.isMoreToCome = false;
  expect(pace.gatherMs()).toBe(20);
});

it('begins rounds no closer than 100 ms to each other while more is to come, and at once behind the last migration', () => {
  const { clock, pace } = paceAt(1_000);
  pace.beginRound();
  clock.nowMs = 1_030;
  expect([pace.gatherMs(), pace.settleMs()]).toEqual([70, 70]);
  clock.nowMs = 1_095;
  expect(pace.gatherMs()).toBe(20);
  clock.isMoreToCome = false;
  clock.nowMs = 1_030;
  expect([pace.gatherMs(), pace.settleMs()]).toEqual([20, 0]);
});

it('asks for what is due at the beginning, and half a second after it did', () => {
  const { clock, pace } = paceAt(0);
  expect(pace.isClaimOld).toBe(true);
  pace.claim();
  clock.nowMs = 499;
  expect(pace.isClaimOld).toBe(false);
  clock.nowMs = 500;
  expect(pace.isClaimOld).toBe(true);
});
