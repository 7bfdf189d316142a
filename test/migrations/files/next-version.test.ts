import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextVersion } from '../../../src/migrations/files/next-version.js';
import { compareVersions } from '../../../src/migrations/files/version.js';

const now = new Date('2026-03-04T05:06:07.890Z');

it.each([
  [[], '001'],
  [['001', '002'], '003'],
  [['009'], '010'],
  [['9'], '10'],
  [['999'], '1000'],
  [['2', '10'], '11'],
  [['0001', '20'], '21'],
  [['V9'], 'V10'],
  [['1.09'], '1.10'],
  [['7b'], '8b'],
  [['first'], 'first1'],
  [['20260101120000'], '20260304050607'],
  [['001', '20260101120000'], '20260304050607'],
  [['20260304050607'], '20260304050608'],
  [['20270101000000'], '20270101000001'],
  [['99999999999999'], '100000000000000'],
])('follows %j with %s', (versions, next) => {
  expect(nextVersion(versions, 'auto', now)).toBe(next);
});

it('starts with a timestamp on request', () => {
  expect(nextVersion([], 'timestamp', now)).toBe('20260304050607');
});

it('goes on counting on request', () => {
  expect(nextVersion(['20260101120000'], 'sequential', now)).toBe('20260101120001');
});

it('always sorts behind what is there', () => {
  const version = fc.stringMatching(/^[0-9aV.]{1,8}$/);
  const numbering = fc.constantFrom('auto', 'sequential', 'timestamp');
  fc.assert(
    fc.property(fc.array(version, { minLength: 1 }), numbering, (versions, style) => {
      const next = nextVersion(versions, style, now);
      for (const existing of versions) expect(compareVersions(next, existing)).toBe(1);
    }),
  );
});
