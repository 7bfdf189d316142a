import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Writes the characters beyond ASCII in a built file as `\uXXXX`, which esbuild does in strings, and leaves in regular
 * expressions and comments. A text of ASCII alone is half as large in memory, and read without being decoded.
 */
export function escapeBeyondAscii(file) {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/[\u0080-\uffff]/g, escapeUnit), 'ascii');
}

/** A pair of surrogates becomes two escapes, which regular expressions with the flag `u` take for one character, too. */
function escapeUnit(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
