import { isLineEndAt, isSpaceAt, KIND, kindAt } from './characters.js';

/**
 * Where quoted text and comments end, by the rules of PostgreSQL's lexer with `standard_conforming_strings` on.
 * All take the offset of the opening mark and give the offset behind the closing one, or -1 where there is none.
 */

const QUOTE = 39;
const DASH = 45;
const SLASH = 47;
const STAR = 42;
const BACKSLASH = 92;

/** `'…'` or `"…"` without escapes; a doubled mark stands for itself. */
export function endOfQuoted(text: string, open: number): number {
  const mark = text.charAt(open);
  let at = text.indexOf(mark, open + 1);
  while (at !== -1 && text.charAt(at + 1) === mark) at = text.indexOf(mark, at + 2);
  return at === -1 ? -1 : at + 1;
}

/** The `'…'` of `E'…'`, with the parts that continue it on later lines: they keep its escapes. */
export function endOfEscapeString(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE && text.charCodeAt(at + 1) === QUOTE) at++;
    else if (code === QUOTE) {
      const next = continuation(text, at + 1);
      if (next === -1) return at + 1;
      at = next;
    }
  }
  return -1;
}

/** Opening quote of the next part of a string constant, which has to stand on a later line; or -1. */
function continuation(text: string, from: number): number {
  let newline = false;
  for (let at = from; at < text.length; at++) {
    if (isLineEndAt(text, at)) newline = true;
    else if (text.charCodeAt(at) === DASH && text.charCodeAt(at + 1) === DASH)
      at = endOfLineComment(text, at) - 1;
    else if (text.charCodeAt(at) === QUOTE) return newline ? at : -1;
    else if (!isSpaceAt(text, at)) return -1;
  }
  return -1;
}

/** The `$tag$` that opens at `open`; undefined where the dollar sign opens nothing. */
export function dollarTag(text: string, open: number): string | undefined {
  let at = open + 1;
  if (kindAt(text, at) === KIND.letter) {
    while (kindAt(text, at) === KIND.letter || kindAt(text, at) === KIND.digit) at++;
  }
  return kindAt(text, at) === KIND.dollar ? text.slice(open, at + 1) : undefined;
}

/** A `--` comment; ends before the line end, or with the text. */
export function endOfLineComment(text: string, open: number): number {
  let at = open + 2;
  while (at < text.length && !isLineEndAt(text, at)) at++;
  return at;
}

/** A block comment; these nest. */
export function endOfBlockComment(text: string, open: number): number {
  let depth = 1;
  for (let at = open + 2; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === STAR && text.charCodeAt(at + 1) === SLASH) {
      at++;
      if (--depth === 0) return at + 1;
    } else if (code === SLASH && text.charCodeAt(at + 1) === STAR) {
      at++;
      depth++;
    }
  }
  return -1;
}
