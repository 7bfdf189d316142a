import { endOfWord, KIND, kindAt } from '../../parser/characters.js';
import type { Scan } from '../../parser/scan-result.js';
import {
  dollarTag,
  endOfBlockComment,
  endOfEscapeString,
  endOfLineComment,
  endOfQuoted,
} from '../../parser/skip-quoted.js';

/** A comment of a file, without its marks. Offsets are those of the file. */
export interface FoundComment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The comments between two offsets of a scanned file; text that looks like one in a string or a name is none. */
export function* commentsIn({ text, skipped }: Scan, from: number, to: number): Generator<FoundComment> {
  const psqlLines = skipped.filter(({ start }) => start >= from && start < to);
  let at = from;
  while (at < to) {
    const line = psqlLines.find(({ start, end }) => at >= start && at < end);
    if (line !== undefined) {
      at = line.end;
      continue;
    }
    const [next, comment] = step(text, at);
    if (comment !== null) yield comment;
    at = next;
  }
}

/** What stands at an offset: where the next thing begins, and the comment that it is. */
function step(text: string, at: number): readonly [next: number, comment: FoundComment | null] {
  const kind = kindAt(text, at);
  if (kind === KIND.dash && text.startsWith('--', at)) {
    const end = endOfLineComment(text, at);
    return [end, { start: at, end, text: text.slice(at + 2, end) }];
  }
  if (kind === KIND.slash && text.startsWith('/*', at)) {
    const end = ended(endOfBlockComment(text, at), text);
    return [end, { start: at, end, text: text.slice(at + 2, end - 2) }];
  }
  return [endOfToken(text, at, kind), null];
}

function endOfToken(text: string, at: number, kind: number): number {
  if (kind === KIND.quote || kind === KIND.doubleQuote) return ended(endOfQuoted(text, at), text);
  if (kind === KIND.dollar) {
    const tag = dollarTag(text, at);
    if (tag === undefined) return at + 1;
    const close = text.indexOf(tag, at + tag.length);
    return close === -1 ? text.length : close + tag.length;
  }
  if (kind !== KIND.letter) return at + 1;
  const end = endOfWord(text, at);
  const isEscape = end === at + 1 && /e/i.test(text.charAt(at)) && text.charAt(end) === "'";
  return isEscape ? ended(endOfEscapeString(text, end), text) : end;
}

function ended(end: number, text: string): number {
  return end === -1 ? text.length : end;
}
