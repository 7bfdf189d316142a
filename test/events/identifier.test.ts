import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  approvalId,
  ascendingEventIds,
  certificateId,
  errorId,
  eventId,
  migrationId,
  runId,
} from '../../src/events/identifier.js';

const random = new Uint8Array(16).fill(255);
const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((all) => all.map((byte) => byte & 0xf8));
const time = fc.integer({ min: 1, max: 2 ** 48 - 1 });

test('writes time and chance as 26 characters after the prefix', () => {
  expect(eventId({ nowMs: 1, random: new Uint8Array(16) })).toBe(`evt_${'0'.repeat(9)}1${'0'.repeat(16)}`);
  expect(eventId({ nowMs: 2 ** 48 - 1, random })).toBe(`evt_7${'z'.repeat(25)}`);
  expect(runId({ nowMs: 32, random })).toBe(`run_0000000010${'z'.repeat(16)}`);
});

test.each([
  ['apr_', approvalId],
  ['err_', errorId],
  ['crt_', certificateId],
] as const)('writes an id of its own kind: %s', (prefix, make) => {
  expect(make({ nowMs: 32, random })).toBe(`${prefix}0000000010${'z'.repeat(16)}`);
});

test('sorts as text in the order of time, whatever the chance', () => {
  fc.assert(
    fc.property(time, time, bytes, bytes, (a, b, x, y) => {
      fc.pre(a !== b);
      expect(eventId({ nowMs: a, random: x }) < eventId({ nowMs: b, random: y })).toBe(a < b);
    }),
  );
});

test('ascends within a millisecond, and after the clock was set back', () => {
  const seeds = [
    { nowMs: 5, random },
    { nowMs: 5, random: new Uint8Array(16) },
    { nowMs: 3, random },
    { nowMs: 7, random },
  ];
  let made = 0;
  const next = ascendingEventIds(() => seeds[made++] ?? { nowMs: 1, random });
  const ids = seeds.map(() => next());
  expect(ids).toEqual([
    `evt_0000000005${'z'.repeat(16)}`,
    `evt_0000000006${'0'.repeat(16)}`,
    `evt_0000000006${'0'.repeat(15)}1`,
    `evt_0000000007${'z'.repeat(16)}`,
  ]);
});

test('keeps every one of the 80 random bits', () => {
  fc.assert(
    fc.property(bytes, bytes, (x, y) => {
      const same = Buffer.from(x).equals(y);
      expect(eventId({ nowMs: 1, random: x }) === eventId({ nowMs: 1, random: y })).toBe(same);
    }),
  );
});

test.each([-1, 0, 1.5, 2 ** 48, Number.NaN])('refuses %s as a time', (nowMs) => {
  expect(() => eventId({ nowMs, random })).toThrow(RangeError);
});

test('refuses fewer than 16 random bytes', () => {
  expect(() => eventId({ nowMs: 1, random: new Uint8Array(15) })).toThrow(RangeError);
});

test('gives a version the same id every time', () => {
  expect(migrationId('005')).toBe('mig_005');
});
