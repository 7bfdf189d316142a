import { maskText, type RedactionOptions } from '../events/redaction.js';
import type { ResponseBody } from './outcome.js';

/** Shorter ones would punch holes into ordinary words. */
const SHORTEST_SECRET = 4;

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
  const decoded = new TextDecoder().decode(answer.body);
  const whole = complete ? decoded : withoutBrokenWord(decoded);
  return { text: maskText(maskKnown(printable(whole), confidential), redaction), complete };
}

/** Half a token at the cut would not be recognised as one. */
function withoutBrokenWord(text: string): string {
  return text.replace(/[^\s"'<>,;&]{1,256}$/, '');
}

function maskKnown(text: string, confidential: readonly string[]): string {
  const spellings = confidential
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]);
  return spellings.sort(longestFirst).reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
}

function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '\ufffd');
}

function longestFirst(a: string, b: string): number {
  return b.length - a.length;
}
