import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonDocument } from '../../../src/output/reporters/json-document.js';
import { neutralizeCommands } from '../../../src/output/terminal/sanitize.js';

const parts = fc.oneof(
  fc.constantFrom(
    '::error::',
    ':',
    '##[',
    '#',
    '\u001b',
    '\u009b',
    '\u202e',
    '\u2028',
    '\u{e0041}',
    '\ud800',
    '🚀',
  ),
  fc.string({ unit: 'binary' }),
);
const text = fc.array(parts).map((list) => list.join(''));

describe('jsonDocument', () => {
  it('is the same value to a parser', () => {
    fc.assert(
      fc.property(fc.dictionary(text, fc.array(text)), (value) => {
        expect(JSON.parse(jsonDocument(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('holds nothing that a terminal or a CI log acts on', () => {
    fc.assert(
      fc.property(fc.dictionary(text, text), (value) => {
        const json = jsonDocument(value);
        expect(json).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
        expect(neutralizeCommands(json)).toBe(json);
      }),
    );
  });

  it('writes big integers as strings', () => {
    expect(jsonDocument({ rows: 12n })).toBe('{"rows":"12"}');
  });
});
