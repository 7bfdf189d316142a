import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_RETRY_AFTER_MS, parseRetryAfter } from '../../../src/delivery/transport/retry-after.js';

const nowMs = Date.parse('1994-11-06T08:49:37Z');

describe('parseRetryAfter', () => {
  it.each([
    { value: '0', ms: 0 },
    { value: '120', ms: 120_000 },
    { value: ' 5 ', ms: 5000 },
    { value: '1.5', ms: 1500 },
    { value: '86400', ms: MAX_RETRY_AFTER_MS },
    { value: '86401', ms: MAX_RETRY_AFTER_MS },
    { value: '31536000', ms: MAX_RETRY_AFTER_MS },
    { value: '9'.repeat(400), ms: MAX_RETRY_AFTER_MS },
    { value: 'Sun, 06 Nov 1994 08:50:37 GMT', ms: 60_000 },
    { value: 'Sunday, 06-Nov-94 08:50:37 GMT', ms: 60_000 },
    { value: 'Sun Nov  6 08:50:37 1994', ms: 60_000 },
    { value: 'Sun, 06 Nov 1994 08:48:37 GMT', ms: 0 },
    { value: 'Mon, 06 Nov 1995 08:49:37 GMT', ms: MAX_RETRY_AFTER_MS },
  ])('reads $value as $ms ms', ({ value, ms }) => {
    expect(parseRetryAfter(value, nowMs)).toBe(ms);
  });

  it.each([
    undefined,
    '',
    'soon',
    '-1',
    '+5',
    '1e3',
    '0x10',
    'NaN',
    '5 minutes',
    '1994-11-06',
    'Sun, 99 Nov 1994 08:49:37 GMT',
  ])('makes nothing of %j', (value) => {
    expect(parseRetryAfter(value, nowMs)).toBeNull();
  });

  it('never asks for a time outside of 0 to 24 hours', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer(), (text, now) => {
        const ms = parseRetryAfter(text, now) ?? 0;
        expect(ms >= 0 && ms <= MAX_RETRY_AFTER_MS).toBe(true);
      }),
    );
  });
});
