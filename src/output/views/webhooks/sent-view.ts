import type { Look } from '../../terminal/look.js';
import { present, presentForeign } from '../../terminal/present.js';
import { sanitize, sanitizeLines } from '../../terminal/sanitize.js';
import { formatDuration } from '../../terminal/wording.js';
import type { ShownRequest } from './shown-request.js';

/** One request that was sent for somebody to see, and what became of it. */
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
export function sentView(facts: SentFacts, look: Look): string {
  const { request, kind } = facts;
  const good = kind === 'delivered';
  const glyph = look.paint(good ? 'good' : 'bad', good ? look.glyphs.done : look.glyphs.failed);
  return [
    `${look.paint('strong', request.method)} ${sanitize(request.url)}`,
    ...Object.entries(request.headers).map(
      ([name, value]) => `  ${look.paint('faint', `${sanitize(name)}:`)} ${sanitize(value)}`,
    ),
    '',
    ...indented(pretty(request.body)),
    '',
    ...answerLines(facts, look),
    `${glyph} endpoint ${present(facts.endpoint)} ${VERDICTS[kind]} ${present(facts.event)}: ${present(facts.text)} in ${formatDuration(facts.durationMs)}`,
  ].join('\n');
}

function answerLines({ status, response }: SentFacts, look: Look): string[] {
  if (status === null || response === null) return [];
  const cut = response.complete ? '' : look.paint('caution', ' (not all of it)');
  const body = response.text === '' ? ['  (no body)'] : indented(presentForeign(response.text));
  return [`${look.paint('strong', 'Answer')} ${status}${cut}`, ...body, ''];
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
