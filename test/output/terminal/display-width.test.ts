import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  displayWidth,
  fitToWidth,
  padToWidth,
  sliceColumns,
} from '../../../src/output/terminal/display-width.js';

describe('displayWidth', () => {
  it.each([
    ['plain', 5],
    ['', 0],
    ['日本', 4],
    ['한국어', 6],
    ['ｆｕｌｌ', 8],
    ['é', 1],
    ['e\u0301', 1],
    ['🚀', 2],
    ['👍🏽', 2],
    ['🇫🇷', 2],
    ['❤\ufe0f', 2],
    ['❤', 1],
    ['платёж', 6],
    ['\u0301', 0],
  ])('gives %s its columns', (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });
});

describe('padToWidth', () => {
  it('pads by what is seen', () => {
    expect(padToWidth('日本', 6)).toBe('日本  ');
  });

  it('pads on the left for numbers', () => {
    expect(padToWidth('7', 3, 'right')).toBe('  7');
  });

  it('leaves what is too long', () => {
    expect(padToWidth('abc', 2)).toBe('abc');
  });
});

describe('sliceColumns', () => {
  it('puts blanks for halves of wide characters', () => {
    expect(sliceColumns('日本語', 1, 5)).toBe(' 本 ');
  });

  it('keeps a mark with its letter', () => {
    expect(sliceColumns('ae\u0301b', 1, 2)).toBe('e\u0301');
  });
});

describe('fitToWidth', () => {
  it('never takes more columns than there are', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '日', '🚀', 'e\u0301') });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 30 }), (given, width) => {
        expect(displayWidth(fitToWidth(given, width, '…'))).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('leaves what fits', () => {
    expect(fitToWidth('abc', 3, '…')).toBe('abc');
  });
});
