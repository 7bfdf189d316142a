import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutralizeCommands, sanitize, sanitizeLines } from '../../../src/output/terminal/sanitize.js';

const DANGEROUS = /[\p{Cc}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;

/** Text made of what attacks are made of, between ordinary characters. */
const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\u001b[2J',
        '\u001b]0;x\u0007',
        '\u009b31m',
        '\r',
        '\n',
        '\t',
        '\b',
        '\u0000',
        '\u007f',
      ),
      fc.constantFrom(
        '\u202e',
        '\u2066',
        '\u200b',
        '\u200d',
        '\ufeff',
        '\u2028',
        '\u{e0041}',
        '\ud800',
        'é',
        '日',
      ),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((parts) => parts.join(''));

describe('sanitize', () => {
  it('lets no character through that a terminal acts on', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(sanitize(text)).not.toMatch(DANGEROUS);
        expect(sanitize(text)).not.toMatch(/\p{Cs}/u);
      }),
    );
  });

  it('gives the same when done twice', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(sanitize(sanitize(text))).toBe(sanitize(text));
      }),
    );
  });

  it.each([
    ['an escape sequence', '\u001b[31mred', '\\x1b[31mred'],
    ['an 8-bit escape sequence', '\u009b31m', '\\x9b31m'],
    ['a line break', 'a\r\nb', 'a\\r\\nb'],
    ['a tab', 'a\tb', 'a\\tb'],
    ['a bidi override', 'a\u202eb', 'a\\u202eb'],
    ['a zero-width space', 'a\u200bb', 'a\\u200bb'],
    ['an invisible tag', 'a\u{e0041}', 'a\\u{e0041}'],
    ['half a character', 'a\ud83d', 'a\\ud83d'],
  ])('makes %s visible', (_title, text, expected) => {
    expect(sanitize(text)).toBe(expected);
  });

  it.each(['005_zahlungsübersicht', '支払い', 'платёж', 'e\u0301', '🚀', '❤\ufe0f'])(
    'leaves %s as it is',
    (text) => {
      expect(sanitize(text)).toBe(text);
    },
  );
});

describe('sanitizeLines', () => {
  it('lets nothing but line breaks through', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(sanitizeLines(text).replaceAll('\n', '')).not.toMatch(DANGEROUS);
      }),
    );
  });

  it('keeps line breaks, and shows a carriage return that stands alone', () => {
    expect(sanitizeLines('a\r\nb\nc\rd')).toBe('a\nb\nc\\rd');
  });
});

describe('neutralizeCommands', () => {
  it.each([
    ['a command at the start', '::error::x', ': :error::x'],
    ['any double colon at the start of a line', 'a\n  ::x', 'a\n  : :x'],
    ['a command within a line', 'x ::add-mask::y', 'x : :add-mask::y'],
    ['a command in capitals', 'x ::ERROR::', 'x : :ERROR::'],
    ['an old GitHub or Azure command', 'x ##[error]y', 'x # #[error]y'],
    ['an Azure command', '##vso[task.setvariable]', '# #vso[task.setvariable]'],
    ['a TeamCity command', '##teamcity[x]', '# #teamcity[x]'],
  ])('breaks up %s', (_title, text, expected) => {
    expect(neutralizeCommands(text)).toBe(expected);
  });

  it.each(['select x::text', '### Title', 'a :: b', 'x::errors_total'])('leaves %s as it is', (text) => {
    expect(neutralizeCommands(text)).toBe(text);
  });

  it('leaves no line that starts with a command', () => {
    const parts = fc.array(
      fc.constantFrom(':', '::', '#', '##[', '##', 'error', ' ', '\n', 'x', '[', '\u00a0'),
    );
    fc.assert(
      fc.property(parts, (list) => {
        const text = neutralizeCommands(list.join(''));
        expect(text).not.toMatch(/^\s*::/m);
        expect(text).not.toMatch(/##\[/);
        expect(text).not.toMatch(/::error\b/);
      }),
      { numRuns: 1000 },
    );
  });
});
