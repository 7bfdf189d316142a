import fc from 'fast-check';
import { expect, test } from 'vitest';
import { truncate } from '../../src/text/truncate.js';

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['a😀b', 4, 'a😀b'],
  ['a😀bc', 4, 'a😀…'],
  ['ab😀c', 4, 'ab…'],
  ['', 3, ''],
])('cuts %j to %i as %j', (text, limit, expected) => {
  expect(truncate(text, limit)).toBe(expected);
});

test('counts what escaping adds and never cuts an escape', () => {
  expect(truncate('a&&', 7, (character) => (character === '&' ? '&amp;' : character))).toBe('a&amp;…');
});

test('never exceeds the limit and never splits a pair', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 40 }), (text, limit) => {
      const cut = truncate(text, limit);
      expect(cut.length).toBeLessThanOrEqual(limit);
      expect(cut).not.toMatch(/[\ud800-\udfff]/u);
    }),
  );
});
