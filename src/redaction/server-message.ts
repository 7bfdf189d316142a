import { nearest } from '../text/nearest.js';
import { MASK } from './mask.js';
import { maskFreeText } from './mask-free-text.js';
import { maskKnownSecrets, maskText, type RedactionOptions } from './redaction.js';
import { sqlKeywords } from './sql-keywords.js';
import { isServerClass } from './sqlstate.js';
import { splitSystemReason } from './system-reason.js';

/**
 * How a message of a SQLSTATE class is to be read.
 * - `names`: PostgreSQL quotes names in it (integrity, undefined object, …); quoted plain names stay.
 * - `values`: it quotes the data it could not use; only what a noun calls a name stays (`column "x"`).
 * - `syntax`: it quotes a piece of the statement, which may be an unquoted password.
 * - `free`: written by a person (RAISE) or another program; anything may stand in it.
 */
type Reading = 'names' | 'values' | 'syntax' | 'free';

const classesOfNames = new Set(['0A', '23', '25', '2B', '3D', '3F', '40', '42', '55']);
const quotedOrBracketed = /"[^"]*"?|«[^»]*»?|»[^«]*«?|„[^“]*“?|'[^']*'?|\([^)]*\)?/g;
const properNoun = /^(?:PostgreSQL|Unicode|Unix)\b/;
const nameNoun =
  /(?:relation|table|column|constraint|index|schema|type|function|procedure|aggregate|database|sequence|view|trigger|rule|extension|operator|class|method|language|tablespace|collation|publication|subscription|policy|domain|parameter|encoding|statistics|cursor|savepoint|statement|wrapper) $/i;

/**
 * A PostgreSQL error message without values: names of tables, columns and constraints stay, everything that may
 * be data becomes `***`. Pass the primary message only; DETAIL, HINT, WHERE and internal queries hold rows and
 * SQL and have no place in an event. Linear in the length of the message.
 *
 * Where name and value cannot be told apart, it counts as a value: names with anything but letters, digits,
 * `_`, `$` and `.` are masked, a syntax error shows keywords (and misspelt ones) only, and of a message written by a
 * person, see `maskFreeText`, only words in lower case and names in snake case remain. The reason of the operating
 * system at the end (`: No space left on device`) stays.
 */
export function maskServerMessage(
  message: string,
  sqlstate: string | undefined,
  options: RedactionOptions = {},
): string {
  const [sentence, reason] = splitSystemReason(message);
  return maskSentence(sentence, sqlstate, options) + reason;
}

function maskSentence(message: string, sqlstate: string | undefined, options: RedactionOptions): string {
  const reading = readingOf(sqlstate, message);
  // The names in integrity errors exist in the catalogue; ORMs give constraints random-looking ones.
  const secretsMasked = sqlstate?.startsWith('23')
    ? maskKnownSecrets(message, options)
    : maskText(message, options);
  const rowsMasked = maskFrom(maskFrom(secretsMasked, /\)\s*=\s*\(/), /\brow contains\s*\(/i);
  const quotesMasked = maskOtherQuotes(maskDoubleQuotes(rowsMasked, reading), reading);
  return reading === 'free' ? maskFreeText(quotesMasked) : maskBareValues(quotesMasked, reading);
}

function readingOf(sqlstate: string | undefined, message: string): Reading {
  if (sqlstate === undefined) return 'values';
  const group = sqlstate.slice(0, 2);
  if (['P0', '38', '39'].includes(group) || !isServerClass(sqlstate) || isHandwritten(message)) return 'free';
  if (sqlstate === '42601') return 'syntax';
  return classesOfNames.has(group) ? 'names' : 'values';
}

/**
 * True where a person wrote the message: RAISE can borrow any SQLSTATE. The server's own words outside of quotes and
 * brackets are in lower case, keywords in capitals, with short numbers; German ones are not, and then count as a
 * person's, which masks more.
 */
function isHandwritten(message: string): boolean {
  const [, ...words] = message.replace(quotedOrBracketed, ' ').split(/\s+/);
  return words.some((word, at) => {
    const startsSentence = /[.!?]$/.test(words[at - 1] ?? '');
    if (/\d{5}/.test(word) || /\p{Lu}.*\d|\d.*\p{Lu}/u.test(word)) return true;
    return !startsSentence && /^\P{L}*\p{Lu}\p{Ll}/u.test(word) && !properNoun.test(word);
  });
}

/** Masks from the end of `opening`, which ends in a bracket, to the last closing one: values may hold brackets. */
function maskFrom(text: string, opening: RegExp): string {
  const match = opening.exec(text);
  if (match === null) return text;
  const start = match.index + match[0].length;
  const end = text.lastIndexOf(')');
  return `${text.slice(0, start)}${MASK}${end < start ? '' : text.slice(end)}`;
}

/**
 * PostgreSQL does not escape quotes inside a quoted value, so a value runs to the last quote of the message
 * where it is announced (`: "…`, `value "…`, `near "…`), and to its end where the quotes do not pair up.
 */
function maskDoubleQuotes(text: string, reading: Reading): string {
  const pieces = text.split('"');
  if (pieces.length === 1) return text;
  if (pieces.length % 2 === 0) return `${pieces[0]}"${MASK}"`;
  const announced = pieces.findIndex((piece, at) => at % 2 === 0 && /(?:: |\bvalue |\bnear )$/i.test(piece));
  const first = announced === -1 || announced === pieces.length - 1 ? pieces.length : announced;
  const kept = pieces.slice(0, first + 1).map((piece, at, all) => {
    return at % 2 === 0 || isName(piece, all[at - 1] ?? '', reading) ? piece : MASK;
  });
  if (first === pieces.length) return kept.join('"');
  const value = pieces.slice(first + 1, -1).join('"');
  const shown = reading === 'syntax' && isSyntaxToken(value) ? value : MASK;
  return [...kept, shown, pieces.at(-1)].join('"');
}

function maskOtherQuotes(text: string, reading: Reading): string {
  return text
    .replace(/(?<![\p{L}\p{N}])'(?:[^']|'(?=[\p{L}\p{N}]))*(?:'|$)/gu, `'${MASK}'`)
    .replace(/([«»„“‹›「『‘])([^«»„“”‹›「」『』’]*)([«»“”‹›」』’]|$)/g, (whole, open, inner, close) =>
      isName(inner.trim(), '', reading) ? whole : `${open}${MASK}${close}`,
    );
}

/** Values PostgreSQL writes without quotes: bytes, e-mail addresses, and numbers where the class is about data. */
function maskBareValues(text: string, reading: Reading): string {
  const masked = text
    .replace(/\b0x[0-9a-f]+(?: 0x[0-9a-f]+)*/gi, MASK)
    .replace(/(?<![\w.%+-])[\w.%+-]+@[\w.-]+/g, MASK);
  return reading === 'values' ? masked.replace(/(?<![\w(.,*-])-?\d+(?:\.\d+)?(?![\w).,])/g, MASK) : masked;
}

function isName(text: string, before: string, reading: Reading): boolean {
  if (text === MASK) return true;
  if (text.length > 200 || !/^[\p{L}_][\p{L}\p{N}_$]*(?:\.[\p{L}_][\p{L}\p{N}_$]*)*$/u.test(text))
    return false;
  return reading === 'names' || nameNoun.test(before.slice(-20));
}

function isSyntaxToken(token: string): boolean {
  if (/^[^\p{L}\p{N}'"$]{1,3}$/u.test(token)) return true;
  return token.length > 1 && /^[a-z]{1,20}$/i.test(token) && nearest(token, sqlKeywords) !== undefined;
}
