import { displayForeign, displayText } from '../../terminal/display-text.js';
import { sanitize, sanitizeLines } from '../../terminal/sanitize.js';
import type { Theme } from '../../terminal/theme.js';
import { formatDuration } from '../../terminal/wording.js';
import type { ShownRequest } from './shown-request.js';

/** One request that was sent to be looked at, and what became of it. */
export interface SentFacts {
  readonly endpoint: string;
  readonly event: string;
  readonly request: ShownRequest;
  readonly kind: 'delivered' | 'rejected' | 'unreachable' | 'refused';
  /** For instance `HTTP 200`. */
  readonly text: string;
  readonly durationMs: number;
  readonly status: number | null;
  /** Masked already. */
  readonly response: { readonly text: string; readonly complete: boolean } | null;
}

const VERDICTS = {
  delivered: 'accepted',
  rejected: 'did not accept',
  unreachable: 'did not get',
  refused: 'was not sent',
} as const satisfies Record<SentFacts['kind'], string>;

/** Request, answer and verdict, in the order in which they happened. */
export function sentView(facts: SentFacts, theme: Theme): string {
  const { request, kind } = facts;
  const good = kind === 'delivered';
  const glyph = theme.paint(good ? 'good' : 'bad', good ? theme.glyphs.done : theme.glyphs.failed);
  return [
    `${theme.paint('strong', request.method)} ${sanitize(request.url)}`,
    ...Object.entries(request.headers).map(
      ([name, value]) => `  ${theme.paint('faint', `${sanitize(name)}:`)} ${sanitize(value)}`,
    ),
    '',
    ...indented(pretty(request.body)),
    '',
    ...answerLines(facts, theme),
    `${glyph} endpoint ${displayText(facts.endpoint)} ${VERDICTS[kind]} ${displayText(facts.event)}: ${displayText(facts.text)} in ${formatDuration(facts.durationMs)}`,
  ].join('\n');
}

function answerLines({ status, response }: SentFacts, theme: Theme): string[] {
  if (status === null || response === null) return [];
  const cut = response.complete ? '' : theme.paint('caution', ' (not all of it)');
  const body = response.text === '' ? ['  (no body)'] : indented(displayForeign(response.text));
  return [`${theme.paint('strong', 'Answer')} ${status}${cut}`, ...body, ''];
}

function pretty(body: string): string {
  try {
    return sanitizeLines(JSON.stringify(JSON.parse(body), null, 2));
  } catch {
    return sanitizeLines(body);
  }
}

function indented(text: string): string[] {
  return text.split('\n').map((line) => `  ${line}`);
}
