import type { Issues } from '../config/issues.js';
import { checkEventFields } from '../templates/header-template.js';
import type { EndpointDraft } from './draft.js';

/** Set by the sender itself: a second value would break the signature, the framing or the identity of an event. */
const OWNED: ReadonlySet<string> = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'x-confiture-signature',
  'x-sensei-signature',
]);

/** A token of RFC 9110, section 5.6.2. */
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** What RFC 9110 forbids in a value; the sender encodes characters beyond ASCII. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern finds control characters
const ILLEGAL_VALUE = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/** Checks the custom headers of an endpoint. Messages repeat no value. */
export function checkHeaders(draft: EndpointDraft, issues: Issues): Readonly<Record<string, string>> {
  const checked: [string, string][] = [];
  for (const [name, { value, origin }] of draft.headers) {
    const fault = nameFault(name) ?? valueFault(value);
    if (fault !== null) issues.fault(origin, fault);
    checked.push([name, value]);
  }
  return Object.fromEntries(checked);
}

function nameFault(name: string): string | null {
  const lower = name.toLowerCase();
  if (!NAME.test(name)) return 'is no legal name of a header';
  if (lower === 'x-confiture-secret') return 'is set by auth: "shared-secret"; use that instead';
  return OWNED.has(lower) || lower.startsWith('webhook-')
    ? 'is set by Confiture itself and cannot be replaced'
    : null;
}

function valueFault(value: string): string | null {
  if (ILLEGAL_VALUE.test(value)) return 'has a line break or another control character in its value';
  const unknown = checkEventFields(value).map(({ field, nearest }) =>
    nearest === undefined ? `\${${field}}` : `\${${field}} (did you mean \${${nearest}}?)`,
  );
  return unknown.length === 0 ? null : `uses unknown event fields: ${unknown.join(', ')}`;
}
