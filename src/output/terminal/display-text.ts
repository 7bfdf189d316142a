import { maskKnownSecrets, maskOwnText, maskText } from '../../redaction/redaction.js';
import { sanitize, sanitizeLines } from './sanitize.js';

/** Text for people: secrets masked, then nothing left that a terminal acts on. */

/** A name from outside (a migration, a database, a setting), on one line; random-looking ones stay. */
export function displayText(text: string): string {
  return sanitize(maskKnownSecrets(text));
}

/** A sentence of our own, on one line; the parts of it that came from outside have been masked where they entered. */
export function displayOwn(text: string): string {
  return sanitize(maskOwnText(text));
}

/** Sentences of our own with line breaks kept; later lines are indented, so that none of them passes for a line of ours. */
export function displayLines(text: string): string {
  return indentRest(sanitizeLines(maskOwnText(text)));
}

/** Text of a server, a hook or a receiver: random-looking strings are masked as well, line breaks kept and indented. */
export function displayForeign(text: string): string {
  return indentRest(sanitizeLines(maskText(text)));
}

function indentRest(text: string): string {
  return text.replaceAll('\n', '\n  ');
}
