import { createHash, randomInt } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 43 of 62 characters hold 256 bits: none is guessed, so a plain hash keeps them. */
const LENGTH = 43;

/** A new text of a token, `sk_live_…`. */
export function newTokenText(): string {
  return `sk_live_${randomText()}`;
}

/** A new text of a session, which a cookie holds. */
export function randomText(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** The stored hash of a text, which is looked up. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
