import { escapeMarkdown } from '../../text/escape-markdown.js';
import { truncate } from '../../text/truncate.js';
import type { ConfitureEvent } from '../event.js';
import { errorTitle } from './summary/error-title.js';
import { type Summary, summarize } from './summary/summarize.js';

const styles = {
  success: { color: 'good', container: 'good' },
  failure: { color: 'attention', container: 'attention' },
  neutral: { color: 'default', container: 'emphasis' },
} as const;

/** For the values of all facts, so that a message stays within its limit. */
const VALUE_CHARACTERS = 1800;

/**
 * An Adaptive Card 1.4 in the message a Teams workflow ("When a webhook request is received") takes, at most
 * 28 KB. Text blocks and facts read Markdown, text runs do not, so the error message needs no escaping.
 */
export function teams(event: ConfitureEvent): unknown {
  const summary = summarize(event);
  const longest = Math.min(250, Math.floor(VALUE_CHARACTERS / summary.facts.length));
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            title(summary),
            {
              type: 'FactSet',
              facts: summary.facts.map(([name, value]) => ({
                title: name,
                value: truncate(value, longest, escapeMarkdown),
              })),
            },
            ...errorBlocks(summary),
            plainText(`${event.id} · ${event.created_at}`, { size: 'Small', isSubtle: true }),
          ],
        },
      },
    ],
  };
}

function title({ outcome, mark, headline }: Summary): unknown {
  const { color, container } = styles[outcome];
  const text = `${mark} ${truncate(headline, 250, escapeMarkdown)}`;
  const block = { type: 'TextBlock', size: 'Large', weight: 'Bolder', wrap: true, color, text };
  return { type: 'Container', style: container, bleed: true, items: [block] };
}

function errorBlocks({ error }: Summary): unknown[] {
  if (error === undefined) return [];
  const title = plainText(truncate(errorTitle(error), 300), { weight: 'Bolder' });
  if (error.message === '') return [title];
  return [title, plainText(truncate(error.message, 1700), { fontType: 'Monospace' })];
}

function plainText(text: string, style: Readonly<Record<string, unknown>>): unknown {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text, ...style }] };
}
