import { describe, expect, it } from 'vitest';
import { LineCounter, offsetOfServerPosition, positionAt } from '../../../src/migrations/parser/position.js';

describe('positionAt', () => {
  it.each([
    ['ab\ncd', 0, 1, 1, 'ab'],
    ['ab\ncd', 2, 1, 3, 'ab'],
    ['ab\ncd', 3, 2, 1, 'cd'],
    ['ab\ncd', 99, 2, 3, 'cd'],
    ['ab\ncd', -1, 1, 1, 'ab'],
    ['ab\r\ncd\r\n', 2, 1, 3, 'ab'],
    ['ab\r\ncd\r\n', 3, 1, 3, 'ab'],
    ['ab\r\ncd\r\n', 5, 2, 2, 'cd'],
    ['ab\r\ncd\r\n', 8, 3, 1, ''],
    ['𝒳𝒳b', 4, 1, 3, '𝒳𝒳b'],
    ['\ufeffab', 1, 1, 1, 'ab'],
    ['\ufeffab', 2, 1, 2, 'ab'],
    ['\n\n\nx', 3, 4, 1, 'x'],
    ['', 0, 1, 1, ''],
    ['a\rb', 2, 1, 3, 'a\rb'],
  ])('places in %j the offset %i', (text, offset, line, column, lineText) => {
    expect(positionAt(text, offset)).toEqual({ line, column, lineText });
  });
});

describe('offsetOfServerPosition', () => {
  it.each([
    ['abc', 1, 0],
    ['abc', 3, 2],
    ['abc', 9, 3],
    ['𝒳b', 2, 2],
    ["select 'é𝒳', x", 13, 13],
  ])('turns %j, position %i, into an offset', (text, position, offset) => {
    expect(offsetOfServerPosition(text, position)).toBe(offset);
  });

  it('counts from where the sent text began', () => {
    expect(offsetOfServerPosition('select 𝒳; selec 2', 3, 11)).toBe(13);
  });
});

it('locates a server position in the file the text came from', () => {
  const text = 'select 1;\r\nselect 𝒳, nope;\r\n';
  expect(positionAt(text, offsetOfServerPosition(text, 11, text.indexOf('select 𝒳')))).toEqual({
    line: 2,
    column: 11,
    lineText: 'select 𝒳, nope;',
  });
});

it('counts lines for growing offsets', () => {
  const lines = new LineCounter('a\nb\r\n\nd');
  expect([0, 1, 2, 2, 4, 5, 6].map((offset) => lines.lineAt(offset))).toEqual([1, 1, 2, 2, 2, 3, 4]);
});
