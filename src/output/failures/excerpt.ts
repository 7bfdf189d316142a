import { displayWidth, padToWidth, sliceColumns } from '../terminal/display-width.js';
import { sanitize } from '../terminal/sanitize.js';
import type { Theme } from '../terminal/theme.js';
import { maskedLines, maskedOffset } from './mask-source.js';

const CONTEXT = 2;
const TAB_STOP = 4;
/** Longest part of a line that is looked at; what a terminal can show is far less. */
const REACH = 1000;

export interface SourcePosition {
  readonly line: number;
  /** Characters from 1; without it there is no caret. */
  readonly column?: number;
}

/**
 * The failing line of a file with two lines before and after it and a caret under the column, as lines of
 * text; empty where the file has no such line. Secrets are masked and nothing reaches the terminal raw.
 */
export function drawExcerpt(source: string, place: SourcePosition, theme: Theme): string[] {
  const lines = maskedLines(source, place.line, CONTEXT);
  const numberWidth = String(lines.at(-1)?.number ?? 0).length;
  const room = Math.max(20, theme.width - numberWidth - 6);
  return lines.flatMap((line) => {
    const number = padToWidth(String(line.number), numberWidth, 'right');
    const gutter = theme.paint('faint', `${number} ${theme.glyphs.bar}`);
    const offset = line.number === place.line && place.column ? maskedOffset(line, place.column) : 0;
    const { text, caret } = cut(line.masked, offset, room, theme);
    if (line.number !== place.line) return [`  ${gutter} ${text}`.trimEnd()];

    const focus = `${theme.paint('bad', '>')} ${gutter} ${text}`.trimEnd();
    if (place.column === undefined) return [focus];
    const blank = theme.paint('faint', `${' '.repeat(numberWidth)} ${theme.glyphs.bar}`);
    return [focus, `  ${blank} ${' '.repeat(caret)}${theme.paint('bad', '^')}`];
  });
}

/** The part of `text` around `offset` that has room, and the column `offset` then stands at. */
function cut(text: string, offset: number, room: number, theme: Theme): { text: string; caret: number } {
  const near = text.slice(Math.max(0, offset - REACH), offset + REACH);
  const before = displayWidth(expand(near.slice(0, Math.min(offset, REACH))));
  const drawn = expand(near);
  const width = displayWidth(drawn);
  const isCutBefore = offset > REACH;
  const isCutAfter = offset + REACH < text.length;
  if (width <= room && !isCutBefore && !isCutAfter) return { text: drawn, caret: before };

  const mark = theme.glyphs.ellipsis;
  const from =
    before < room - mark.length - 1 && !isCutBefore ? 0 : Math.max(0, before - Math.floor(room / 2));
  const left = from > 0 || isCutBefore ? mark : '';
  const fits = from + room - left.length;
  const right = fits < width || isCutAfter ? mark : '';
  const shown = sliceColumns(drawn, from, fits - right.length);
  return { text: left + shown + right, caret: before - from + left.length };
}

/** Tabs as blanks up to the next stop, everything else sanitized. */
function expand(text: string): string {
  let drawn = '';
  for (const [index, part] of text.split('\t').entries()) {
    if (index > 0) drawn += ' '.repeat(TAB_STOP - (displayWidth(drawn) % TAB_STOP));
    drawn += sanitize(part);
  }
  return drawn;
}
