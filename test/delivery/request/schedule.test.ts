import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delaySeconds, nextAttempt } from '../../../src/delivery/request/schedule.js';
import type { Schedule } from '../../../src/events/endpoint.js';

const MINUTE = 60;
const HOUR = 3600;
const nowMs = 1_700_000_000_000;
const without = () => 0;
const almostOne = () => 0.999_999;

const tail = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 8 * HOUR, 24 * HOUR];

describe('nextAttempt', () => {
  it.each<{ schedule: Schedule; delays: number[] }>([
    { schedule: 'sensei', delays: [0, ...tail] },
    { schedule: 'confiture', delays: [0, 2, 4, 8, ...tail] },
    { schedule: [1, 0.5, 90], delays: [1, 0.5, 90] },
  ])('follows $schedule to its end', ({ schedule, delays }) => {
    const due = [...delays.keys()].map((attempt) =>
      nextAttempt({ schedule, attempt, nowMs, random: without }),
    );
    expect(due).toEqual(delays.map((seconds) => nowMs + seconds * 1000));
    expect(nextAttempt({ schedule, attempt: delays.length, nowMs, random: without })).toBeNull();
  });

  it('is exhausted from the start by an empty list', () => {
    expect(nextAttempt({ schedule: [], attempt: 0, nowMs, random: without })).toBeNull();
  });

  it('is due at once for the first attempt, whatever chance says', () => {
    expect(nextAttempt({ schedule: 'sensei', attempt: 0, nowMs, random: almostOne })).toBe(nowMs);
  });

  it('waits as long as the receiver asks, where the schedule would come sooner', () => {
    const due = nextAttempt({
      schedule: 'confiture',
      attempt: 1,
      nowMs,
      random: without,
      retryAfterMs: 90_000,
    });
    expect(due).toBe(nowMs + 90_000);
  });

  it('does not come sooner than the schedule because the receiver says so', () => {
    const due = nextAttempt({ schedule: 'sensei', attempt: 1, nowMs, random: without, retryAfterMs: 1000 });
    expect(due).toBe(nowMs + 60_000);
  });

  it('waits 24 hours for a receiver that asks for a year', () => {
    const year = 365 * 24 * HOUR * 1000;
    const due = nextAttempt({
      schedule: 'confiture',
      attempt: 1,
      nowMs,
      random: without,
      retryAfterMs: year,
    });
    expect(due).toBe(nowMs + 24 * HOUR * 1000);
  });

  it('is exhausted even where the receiver asks to come back', () => {
    const due = nextAttempt({ schedule: 'sensei', attempt: 7, nowMs, random: without, retryAfterMs: 1000 });
    expect(due).toBeNull();
  });

  it('lengthens a delay by at most a tenth and never shortens it', () => {
    const schedules = fc.constantFrom<Schedule>('sensei', 'confiture', [3, 7, 1000]);
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(schedules, fc.nat({ max: 12 }), chance, (schedule, attempt, value) => {
        const due = nextAttempt({ schedule, attempt, nowMs, random: () => value });
        const seconds = delaySeconds(schedule)[attempt];
        if (seconds === undefined || due === null) expect([seconds, due]).toEqual([undefined, null]);
        else expect(due - nowMs >= seconds * 1000 && due - nowMs <= seconds * 1100).toBe(true);
      }),
    );
  });
});
