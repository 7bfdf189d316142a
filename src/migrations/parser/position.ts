import { CARRIAGE_RETURN } from './characters.js';

/** A place in a text. `line` and `column` count from 1; `column` counts characters, not UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
  /** The whole line, without its line end and without a byte order mark. */
  readonly lineText: string;
}

const BOM = 0xfeff;

/** The place of a UTF-16 offset. Offsets past the end, or inside a line end, are the end of their line. */
export function positionAt(text: string, offset: number): Position {
  const at = Math.min(Math.max(offset, 0), text.length);
  let line = 1;
  let start = 0;
  for (let next = text.indexOf('\n'); next !== -1 && next < at; next = text.indexOf('\n', start)) {
    line++;
    start = next + 1;
  }
  if (start === 0 && text.charCodeAt(0) === BOM) start = 1;
  const end = endOfLine(text, start);
  return {
    line,
    column: countCharacters(text, start, Math.min(at, end)) + 1,
    lineText: text.slice(start, end),
  };
}

function endOfLine(text: string, start: number): number {
  const newline = text.indexOf('\n', start);
  const end = newline === -1 ? text.length : newline;
  return end > start && text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end;
}

function countCharacters(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; count++) at += characterWidth(text, at);
  return count;
}

/** UTF-16 units of the character at `at`. */
function characterWidth(text: string, at: number): 1 | 2 {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

/**
 * UTF-16 offset in `text` of a position as PostgreSQL reports it: counted from 1, in characters, in what was sent,
 * which began at offset `start`. Positions past the end are the end.
 */
export function offsetOfServerPosition(text: string, position: number, start = 0): number {
  let at = start;
  for (let passed = 1; passed < position && at < text.length; passed++) at += characterWidth(text, at);
  return at;
}

/** Gives line numbers for offsets that only ever grow, in one pass over the text. */
export class LineCounter {
  #line = 1;
  #newline: number;

  constructor(readonly text: string) {
    this.#newline = text.indexOf('\n');
  }

  lineAt(offset: number): number {
    while (this.#newline !== -1 && this.#newline < offset) {
      this.#line++;
      this.#newline = this.text.indexOf('\n', this.#newline + 1);
    }
    return this.#line;
  }
}
