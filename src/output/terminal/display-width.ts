import { eastAsianWidth } from 'get-east-asian-width';

/** Columns text takes in a terminal. Terminals differ on rare scripts; the common ones agree with this. */

const PLAIN = /^[\x20-\x7e]*$/;
const ZERO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u;
const EMOJI = /^\p{Emoji_Presentation}|^\p{Emoji}\u{fe0f}/u;

let segmenter: Intl.Segmenter | undefined;

/** What a reader sees as single characters, a base letter together with its marks. */
export function graphemes(text: string): string[] {
  if (PLAIN.test(text)) return text.split('');
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  return graphemes(text).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0);
}

export function padToWidth(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const padding = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + padding : padding + text;
}

/** The columns `from` to `to` of `text`; half a wide character at a border becomes a blank. */
export function sliceColumns(text: string, from: number, to: number): string {
  let column = 0;
  let slice = '';
  for (const grapheme of graphemes(text)) {
    const start = column;
    column += graphemeWidth(grapheme);
    if (start >= from && column <= to) slice += grapheme;
    else if (start < to && column > from) slice += ' ';
    if (column > to) break;
  }
  return slice;
}

/** `text` if it fits into `width` columns, else its start and `ellipsis`. */
export function fitToWidth(text: string, width: number, ellipsis: string): string {
  if (displayWidth(text) <= width) return text;
  return sliceColumns(text, 0, Math.max(0, width - displayWidth(ellipsis))) + ellipsis;
}

function graphemeWidth(grapheme: string): number {
  if (PLAIN.test(grapheme)) return grapheme.length;
  if (ZERO_WIDTH.test(grapheme)) return 0;
  return EMOJI.test(grapheme) ? 2 : eastAsianWidth(grapheme.codePointAt(0) ?? 0);
}
