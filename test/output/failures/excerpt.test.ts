import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawExcerpt } from '../../../src/output/failures/excerpt.js';
import { displayWidth, graphemes } from '../../../src/output/terminal/display-width.js';
import { plainTheme } from '../captured-output.js';

/** What stands above the caret, to the end of the line. */
function aboveCaret(lines: readonly string[]): string {
  const at = lines.findIndex((line) => line.endsWith('^'));
  const column = displayWidth(lines[at] ?? '') - 1;
  let width = 0;
  const rest = graphemes(lines[at - 1] ?? '').filter((character) => {
    const isBefore = width < column;
    width += displayWidth(character);
    return !isBefore;
  });
  return rest.join('');
}

describe('drawExcerpt', () => {
  it('draws the line with two lines before and after it', () => {
    const source = 'create table payment (\n  id bigint,\n  emial text unqiue,\n  at date\n);\nselect 1;\n';
    expect(
      `\n${drawExcerpt(source, { line: 3, column: 14 }, plainTheme()).join('\n')}`,
    ).toMatchInlineSnapshot(`
      "
        1 │ create table payment (
        2 │   id bigint,
      > 3 │   emial text unqiue,
          │              ^
        4 │   at date
        5 │ );"
    `);
  });

  it.each([
    ['plain text', 'select frm x', 8],
    ['the start of a line', 'frm x', 1],
    ['a tab', '\tselect\tfrm x', 9],
    ['wide letters', "select '日本語' frm x", 14],
    ['emoji', "select '🚀🚀' frm x", 13],
    ['combining marks', "select 'e\u0301e\u0301' frm x", 15],
    ['an emoji of several code points', "select '👍🏽' frm x", 13],
    ['Cyrillic', "select 'платёж' frm x", 17],
    ['an escape character', "select '\u001b[2J' frm x", 15],
    ['a zero-width space', 'select\u200b frm x', 9],
    ['CRLF', 'select frm x\r\nnext\r\n', 8],
    ['a byte order mark', '\ufeffselect frm x', 8],
    ['a masked password', "create role a password 'invented-secret' frm x", 42],
  ])('puts the caret under the column: %s', (_title, source, column) => {
    expect(aboveCaret(drawExcerpt(source, { line: 1, column }, plainTheme()))).toBe('frm x');
  });

  it('puts the caret after the line where the statement is cut short', () => {
    expect(drawExcerpt('select', { line: 1, column: 99 }, plainTheme())).toEqual([
      '> 1 │ select',
      '    │       ^',
    ]);
  });

  it('takes tabs to the next stop', () => {
    expect(drawExcerpt('\ta\tbcd\te', { line: 1 }, plainTheme())).toEqual(['> 1 │     a   bcd e']);
  });

  it('draws no caret without a column', () => {
    expect(drawExcerpt('select', { line: 1 }, plainTheme())).toEqual(['> 1 │ select']);
  });

  it('aligns line numbers', () => {
    const source = Array.from({ length: 12 }, (_, index) => `l${index + 1}`).join('\n');
    const lines = drawExcerpt(source, { line: 10 }, plainTheme());
    expect(lines).toEqual(['   8 │ l8', '   9 │ l9', '> 10 │ l10', '  11 │ l11', '  12 │ l12']);
  });

  it.each([
    ['at the start', `frm ${'x'.repeat(5000)}`, 1],
    ['in the middle', `${'x '.repeat(2500)}frm ${'y '.repeat(2500)}`, 5001],
    ['at the end', `${'x '.repeat(2500)}frm`, 5001],
    ['among wide letters', `${'日 '.repeat(2500)}frm ${'本 '.repeat(2500)}`, 5001],
  ])('cuts a very long line around the caret: %s', (_title, source, column) => {
    const lines = drawExcerpt(source, { line: 1, column }, plainTheme(60));
    expect(aboveCaret(lines)).toMatch(/^frm/);
    expect(lines.map(displayWidth).every((width) => width <= 60)).toBe(true);
    expect(lines[0]).toContain('…');
  });

  it('cuts long lines around the failing one', () => {
    const lines = drawExcerpt(`${'x'.repeat(200)}\nfrm`, { line: 2, column: 1 }, plainTheme(40));
    expect(lines[0]).toMatch(/x…$/);
  });

  it('is empty where the file has no such line', () => {
    expect(drawExcerpt('a\nb', { line: 7, column: 1 }, plainTheme())).toEqual([]);
  });

  it('lets nothing reach the terminal raw and stays within its width', () => {
    const source = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(
        source,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 400 }),
        (text, line, column) => {
          const lines = drawExcerpt(text, { line, column }, plainTheme(60));
          expect(lines.join('')).not.toMatch(/\p{Cc}/u);
          expect(Math.max(0, ...lines.map(displayWidth))).toBeLessThanOrEqual(60);
        },
      ),
    );
  });
});
