import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstInvalidByte } from '../../../src/migrations/files/invalid-utf8.js';

it.each([
  ['a lone continuation', [0x61, 0x80], 1],
  ['an overlong slash', [0xc0, 0xaf], 0],
  ['an overlong three-byte form', [0xe0, 0x80, 0xaf], 0],
  ['a surrogate', [0x61, 0x62, 0xed, 0xa0, 0x80], 2],
  ['a code point past the last', [0xf4, 0x90, 0x80, 0x80], 0],
  ['a sequence cut off', [0x61, 0xe2, 0x82], 1],
  ['Latin-1', [0x63, 0x61, 0x66, 0xe9, 0x20], 3],
])('finds %s', (_what, bytes, offset) => {
  expect(firstInvalidByte(Uint8Array.from(bytes))).toBe(offset);
});

it('agrees with Node about what is UTF-8', () => {
  const byte = fc.oneof(
    fc.integer({ min: 0x7e, max: 0xff }),
    fc.constantFrom(0x80, 0xbf, 0xc2, 0xe0, 0xed, 0xf0, 0xf4),
  );
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 6 }), (values) => {
      const bytes = Uint8Array.from(values);
      expect(firstInvalidByte(bytes) === bytes.length).toBe(isUtf8(bytes));
    }),
    { numRuns: 2000 },
  );
});

it('accepts all text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const bytes = Buffer.from(text);
      expect(firstInvalidByte(bytes)).toBe(bytes.length);
    }),
  );
});
