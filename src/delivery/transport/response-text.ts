import type { IncomingHttpHeaders } from 'node:http';
import { maskText, type RedactionOptions } from '../../redaction/redaction.js';
import type { ResponseBody } from './outcome.js';

/** Shorter ones would punch holes into ordinary words. */
const SHORTEST_SECRET = 4;
/** Of the text that is stored, in UTF-8. */
const MOST_BYTES = 16 * 1024;

/**
 * An answer's body as it may be stored: text without control characters (PostgreSQL stores no NUL), with secrets
 * masked, and without anything `confidential` from the request, which an echoing receiver sends back.
 */
export function responseText(
  answer: { readonly body: Buffer; readonly complete: boolean; readonly encoding: string | undefined },
  confidential: readonly string[],
  redaction: RedactionOptions,
): ResponseBody {
  const { complete, encoding } = answer;
  if (encoding && encoding !== 'identity') return { text: '(compressed)', complete };
  const spellings = spellingsOf(confidential);
  const known = maskKnown(printable(new TextDecoder().decode(answer.body)), spellings);
  const whole = complete ? known : withoutBrokenWord(withoutBrokenSecret(known, spellings));
  return { text: shortened(maskText(whole, redaction)), complete };
}

const SHOWN_HEADERS =
  /^(?:content-type|content-length|date|server|via|retry-after|location|allow|x-(?:correlation|request|trace)-id|request-id|traceresponse|cf-ray|x-amzn-(?:requestid|trace-id|errortype)|(?:x-)?ratelimit-[a-z-]+)$/;
const LONGEST_HEADER = 200;

/** Headers of an answer as they may be stored: those that are known to help, masked as the body is. */
export function shownHeaders(
  headers: IncomingHttpHeaders,
  confidential: readonly string[],
  redaction: RedactionOptions,
): Record<string, string> {
  const spellings = spellingsOf(confidential);
  const shown = Object.entries(headers).flatMap(([name, value]) => {
    if (typeof value !== 'string' || !SHOWN_HEADERS.test(name)) return [];
    return [[name, maskText(maskKnown(printable(value), spellings), redaction).slice(0, LONGEST_HEADER)]];
  });
  return Object.fromEntries(shown);
}

/** Masks, and characters that replace bytes which are no text, take more room than the original. */
function shortened(text: string): string {
  if (Buffer.byteLength(text) <= MOST_BYTES) return text;
  const cut = Buffer.from(text).subarray(0, MOST_BYTES);
  return new TextDecoder().decode(cut, { stream: true });
}

/** What was read of a secret at the cut; it may be several words. */
function withoutBrokenSecret(text: string, spellings: readonly string[]): string {
  const read = text.replace(/\ufffd$/, '');
  const seen = Math.max(0, ...spellings.map((secret) => commonLength(read, secret)));
  return seen === 0 ? text : read.slice(0, -seen);
}

/** Length of the longest start of `secret` that `text` ends with. */
function commonLength(text: string, secret: string): number {
  for (let length = secret.length - 1; length >= SHORTEST_SECRET; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return length;
  }
  return 0;
}

/** Half a token at the cut would not be recognised as one. */
function withoutBrokenWord(text: string): string {
  return text.replace(/[^\s"'<>,;&]{1,256}$/u, '');
}

function spellingsOf(confidential: readonly string[]): string[] {
  return confidential
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    .sort(longestFirst);
}

function maskKnown(text: string, spellings: readonly string[]): string {
  return spellings.reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
}

function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern finds control characters
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '\ufffd');
}

function longestFirst(a: string, b: string): number {
  return b.length - a.length;
}
