import { MASK } from './mask.js';
import { maskHighEntropy } from './mask-entropy.js';
import { maskKeyValues } from './mask-key-values.js';
import { maskSqlPasswords } from './mask-sql-passwords.js';
import { maskTokens } from './mask-tokens.js';
import { maskUrls } from './mask-urls.js';

export interface RedactionOptions {
  /** Further text to mask, from `redact.patterns`. */
  readonly patterns?: readonly RegExp[];
  /** Further words that make a key a secret one (`pin` in `card_pin=…`), from `redact.keys`. */
  readonly keys?: readonly string[];
}

/**
 * Masks what looks like a secret in any text: credentials in URLs and connection strings, passwords in SQL,
 * values of keys that name a secret, tokens of common services, private keys, random-looking strings.
 * Time is linear in the text, user patterns apart; masking twice gives the same as masking once.
 */
export function maskText(text: string, options: RedactionOptions = {}): string {
  return maskHighEntropy(maskKnownSecrets(text, options));
}

/** `maskText` without the guess about random-looking strings, for text whose names must survive. */
export function maskKnownSecrets(text: string, options: RedactionOptions = {}): string {
  const own = (options.patterns ?? []).reduce(maskPattern, text);
  return maskSqlPasswords(maskKeyValues(maskTokens(maskUrls(own)), options.keys ?? []));
}

/**
 * For sentences of Confiture's own, whose parts from outside are masked where they enter: takes out only what can be
 * nothing but a credential (in a URL, of a known service) and secrets in names of files. What follows a word like
 * "secret:" stays, because here it is the sentence that goes on.
 */
export function maskOwnText(text: string): string {
  return maskTokens(maskUrls(text)).replace(/\S+\.sql\b/g, (file) => maskKnownSecrets(file));
}

function maskPattern(text: string, pattern: RegExp): string {
  const everywhere = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '').concat('g'));
  return text.replace(everywhere, (found) => (found === '' ? '' : MASK));
}
