import { maskText } from '../../../redaction/redaction.js';
import { displayText } from '../../terminal/display-text.js';
import { sanitizeLines } from '../../terminal/sanitize.js';
import type { Theme } from '../../terminal/theme.js';
import { formatDuration } from '../../terminal/wording.js';

/** What arrived at the local receiver. */
export interface ReceivedFacts {
  readonly receivedAt: Date;
  /** Event type as the body names it; null where it does not. */
  readonly event: string | null;
  readonly migration: string | null;
  /** Seconds. */
  readonly duration: number | null;
  /** Status it was answered with. */
  readonly status: number;
  /** Verdict of each scheme by the name of its header; null where nothing was verified. */
  readonly signatures: readonly { readonly header: string; readonly fault: string | null }[] | null;
  readonly verified: boolean | null;
  /** Parsed body, or its text where it is not JSON. */
  readonly body: unknown;
  readonly forwarded: string | null;
}

/** One event: what it says, whether its signature holds, and the body, indented. */
export function receivedView(facts: ReceivedFacts, theme: Theme): string {
  const { receivedAt, event, migration, duration, status } = facts;
  const failed = event !== null && /error|failed/.test(event);
  const mark = facts.verified === false ? 'bad' : failed ? 'caution' : 'good';
  const glyph = facts.verified === false ? theme.glyphs.failed : theme.glyphs.arrow;
  const parts = [
    receivedAt.toISOString().slice(11, 23),
    theme.paint('strong', displayText(event ?? 'not an event')),
    ...(migration === null ? [] : [displayText(migration)]),
    ...(duration === null ? [] : [formatDuration(duration * 1000)]),
    theme.paint('faint', `answered ${status}`),
  ];
  return [
    `${theme.paint(mark, glyph)} ${parts.join('  ')}`,
    ...signatureLines(facts, theme),
    ...(facts.forwarded === null ? [] : [`    forwarded: ${displayText(facts.forwarded)}`]),
    ...bodyLines(facts.body).map((line) => `    ${theme.paint('faint', line)}`),
  ].join('\n');
}

/** What a receiver found wrong with a signature, as a person can act on it. */
const FAULTS: Readonly<Record<string, string>> = {
  malformed: 'is malformed',
  stale: 'is older than five minutes, or the clock here is ahead',
  future: 'comes from the future: the clock here is behind',
  mismatch: 'was made with another secret, or of another body',
};

function signatureLines({ signatures, verified }: ReceivedFacts, theme: Theme): string[] {
  if (signatures === null)
    return [`    ${theme.paint('caution', 'not verified:')} start with --secret to check signatures`];
  const sent = signatures.filter(({ fault }) => fault !== 'missing');
  if (sent.length === 0)
    return [`    ${theme.paint('bad', 'refused:')} no signature was sent, and a secret is given`];
  const verdicts = sent.map(
    ({ header, fault }) =>
      `${displayText(header)} ${fault === null ? 'holds' : (FAULTS[fault] ?? displayText(fault))}`,
  );
  const label = verified ? theme.paint('good', 'verified:') : theme.paint('bad', 'refused:');
  return [`    ${label} ${verdicts.join(', ')}`];
}

function bodyLines(body: unknown): string[] {
  const text = typeof body === 'string' ? body : JSON.stringify(body, null, 2);
  return sanitizeLines(maskText(text)).split('\n');
}
