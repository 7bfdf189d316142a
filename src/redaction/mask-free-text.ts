import { MASK } from './mask.js';
import { sqlKeywords } from './sql-keywords.js';

const keywords = new Set(sqlKeywords.map((word) => word.toUpperCase()));

/**
 * Masks what may be data in a sentence a person wrote, `RAISE EXCEPTION 'customer %: %', …` above all. It works
 * from what may stay: words in lower case, names in snake case with at most four digits, the first word of a
 * sentence, SQL keywords in capitals, and punctuation. Bracketed parts, `key=value`, `label: value` at the end
 * of a clause, numbers, addresses, proper names and scripts without lower case are masked. A value that is a plain
 * lower-case word cannot be told from the text around it and stays.
 */
export function maskFreeText(text: string): string {
  let before = '.';
  return maskBrackets(text).replace(/\S+/g, (word, at: number, all: string) => {
    const ends = at + word.length === all.trimEnd().length || /[,;]$/.test(word);
    const isValue = /[:=]$/.test(before) && ends;
    const masked = isValue ? maskCore(word, () => false) : maskCore(word, (core) => mayStay(core, before));
    before = word;
    return masked;
  });
}

/** From the first opening to the last closing bracket: rows, arrays and JSON hold brackets themselves. */
function maskBrackets(text: string): string {
  const start = text.search(/[([{]/);
  if (start === -1) return text;
  const end = Math.max(text.lastIndexOf(')'), text.lastIndexOf(']'), text.lastIndexOf('}'));
  return `${text.slice(0, start + 1)}${MASK}${end > start ? text.slice(end) : ''}`;
}

/** Applies `keep` to a word without the punctuation around it. */
function maskCore(word: string, keep: (core: string) => boolean): string {
  let start = 0;
  let end = word.length;
  while (start < end && isPunctuation(word.charAt(start))) start++;
  while (end > start && isPunctuation(word.charAt(end - 1))) end--;
  const core = word.slice(start, end);
  const marks = [word.slice(0, start), word.slice(end)];
  return core === '' || keep(core) ? word : `${marks[0]}${MASK}${marks[1]}`;
}

function isPunctuation(character: string): boolean {
  return /^[.,;:!?()[\]{}"'«»„“”*%-]$/.test(character);
}

function mayStay(core: string, before: string): boolean {
  if (core.length > 63) return false;
  if (/^\p{Ll}+(?:['’/-]\p{Ll}+)*$/u.test(core) || keywords.has(core)) return true;
  if (/[.!?]$/.test(before) && /^\p{Lu}\p{Ll}*$/u.test(core)) return true;
  return /^\w+(?:\.\w+)*$/.test(core) && core.includes('_') && core.replace(/[^0-9]/g, '').length <= 4;
}
