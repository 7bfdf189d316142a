import { escapeMarkdown } from '../../text/escape-markdown.js';
import { truncate } from '../../text/truncate.js';
import type { ConfitureEvent } from '../event.js';
import { errorTitle, summarize } from './summary.js';

const colors = { success: 0x2e8b57, failure: 0xc0392b, neutral: 0x7f8c8d } as const;
const marks = { success: '✅', failure: '❌', neutral: '↩️' } as const;

/**
 * A webhook message with one embed. Limits: title 256, description 4096, field name 256 and value 1024, footer
 * 2048, an embed 6000 in all (discord.com/developers, "Embed Limits"). No mention is ever resolved.
 */
export function discord(event: ConfitureEvent): unknown {
  const { outcome, headline, facts, error } = summarize(event);
  const message =
    error &&
    `${truncate(errorTitle(error), 300, escapeMarkdown)}\n${truncate(error.message, 1700, escapeMarkdown)}`;
  return {
    username: 'Confiture',
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: `${marks[outcome]} ${truncate(headline, 250, escapeMarkdown)}`,
        description: message,
        color: colors[outcome],
        fields: facts.map(([name, value]) => ({
          name,
          value: truncate(value, 500, escapeMarkdown),
          inline: true,
        })),
        footer: { text: event.id },
        timestamp: event.created_at,
      },
    ],
  };
}
