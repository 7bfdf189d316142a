/** Kinds of characters PostgreSQL's lexer tells apart. All beyond ASCII are letters to it, white space included. */
export const KIND = {
  other: 0,
  space: 1,
  letter: 2,
  digit: 3,
  quote: 4,
  doubleQuote: 5,
  dollar: 6,
  dash: 7,
  slash: 8,
  open: 9,
  close: 10,
  semicolon: 11,
  backslash: 12,
} as const;

const KINDS = new Uint8Array(128);
for (const [characters, kind] of [
  [' \t\n\r\f\v', KIND.space],
  ['abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_', KIND.letter],
  ['0123456789', KIND.digit],
  ["'", KIND.quote],
  ['"', KIND.doubleQuote],
  ['$', KIND.dollar],
  ['-', KIND.dash],
  ['/', KIND.slash],
  ['(', KIND.open],
  [')', KIND.close],
  [';', KIND.semicolon],
  ['\\', KIND.backslash],
] as const) {
  for (const character of characters) KINDS[character.charCodeAt(0)] = kind;
}

/** Kind of the character at `at`; `other` past the end. */
export function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= 128) return KIND.letter;
  return KINDS[code] ?? KIND.other;
}

export function isSpaceAt(text: string, at: number): boolean {
  return kindAt(text, at) === KIND.space;
}

const NEWLINE = 10;
export const CARRIAGE_RETURN = 13;

/** True for the characters that end a `--` comment. */
export function isLineEndAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === NEWLINE || code === CARRIAGE_RETURN;
}

/** Offset behind the word that starts at `from`; `$` and digits may follow its first letter. */
export function endOfWord(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length) {
    const kind = kindAt(text, at);
    if (kind !== KIND.letter && kind !== KIND.digit && kind !== KIND.dollar) break;
    at++;
  }
  return at;
}

/** True where `text` reads `word` (given in upper case) from `start` to `end`, in any case. */
export function isWord(text: string, start: number, end: number, word: string): boolean {
  if (end - start !== word.length) return false;
  for (let index = 0; index < word.length; index++) {
    const code = text.charCodeAt(start + index);
    const upper = code >= 97 && code <= 122 ? code - 32 : code;
    if (upper !== word.charCodeAt(index)) return false;
  }
  return true;
}
