import { maskKnownSecrets, maskText } from '../events/redaction.js';
import { sanitize, sanitizeLines } from './sanitize.js';

/**
 * Text for people: secrets masked, then nothing left that a terminal acts on. The first two are for our own
 * sentences, in which names and checksums must survive; what others wrote goes through the third.
 */

/** On one line. */
export function present(text: string): string {
  return sanitize(maskKnownSecrets(text));
}

/** With line breaks kept; later lines are indented, so that none of them passes for a line of ours. */
export function presentLines(text: string): string {
  return indentRest(sanitizeLines(maskKnownSecrets(text)));
}

/** Text of a server, a hook or a receiver: random-looking strings are masked as well, line breaks kept and indented. */
export function presentForeign(text: string): string {
  return indentRest(sanitizeLines(maskText(text)));
}

function indentRest(text: string): string {
  return text.replaceAll('\n', '\n  ');
}
