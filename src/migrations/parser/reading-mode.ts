/** Settings that decide how the server reads a text it is sent, at the moment it arrives. */
const READING = new Set(['STANDARD_CONFORMING_STRINGS', 'CLIENT_ENCODING', 'NAMES', 'BACKSLASH_QUOTE']);

/** True for a SET or RESET of such a setting, from its first words: the server reads a whole text before it runs any of it. */
export function changesReading([first, ...others]: readonly string[]): boolean {
  if (first === 'RESET') return others.some((word) => word === 'ALL' || READING.has(word));
  return first === 'SET' && others.some((word) => READING.has(word));
}

const OFF = /(?:=|\bto\b)\s*(?:e?')?(?:off|of|fa?l?s?e?|no?|0)\b/i;

/**
 * Whether a backslash escapes in plain `'…'` strings behind a statement that changes the reading; undefined where
 * it says nothing about that.
 */
export function escapesAfter(words: readonly string[], statement: string): boolean | undefined {
  if (words[0] === 'RESET')
    return words[1] === 'ALL' || words[1] === 'STANDARD_CONFORMING_STRINGS' ? false : undefined;
  return words.includes('STANDARD_CONFORMING_STRINGS') ? OFF.test(statement) : undefined;
}
