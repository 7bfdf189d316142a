import { expect, it } from 'vitest';
import { storableDetails } from '../../../src/outbox/store/attempt-details.js';

it('keeps of the details of an attempt what is known, in a form that can be stored', () => {
  const details = {
    timing: { dnsMs: 1.6, connectMs: -1, tlsMs: Number.NaN, firstByteMs: 12, other: 1 },
    headers: { server: `a\0${'b'.repeat(900)}`, count: 3 },
    urlMark: 'a1b2c3d4',
    secrets: 2,
    url: 'https://hooks.example.com/invented-token',
  };
  expect(storableDetails(details)).toEqual({
    timing: { dnsMs: 2, connectMs: 0, firstByteMs: 12 },
    headers: { server: `a${'b'.repeat(498)}` },
    urlMark: 'a1b2c3d4',
    secrets: 2,
  });
});

it.each([undefined, null, 'text', 3, []])('keeps nothing of %j', (details) => {
  expect(storableDetails(details)).toBeNull();
});

it('keeps nothing of what a hook in JavaScript gives in its place', () => {
  expect(storableDetails({ timing: 3, headers: [], urlMark: 4, secrets: 'two' })).toEqual({});
});
