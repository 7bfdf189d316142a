import { escapeMarkdown } from '../../text/escape-markdown.js';
import { truncate } from '../../text/truncate.js';
import type { ConfitureEvent } from '../event.js';
import { errorTitle } from './summary/error-title.js';
import { summarize } from './summary/summarize.js';

const colors = { success: 0x2e8b57, failure: 0xc0392b, neutral: 0x7f8c8d } as const;
/** For the values of all fields, so that an embed stays within its limit. */
const VALUE_CHARACTERS = 3000;

/**
 * A webhook message with one embed. Limits: title 256, description 4096, field name 256 and value 1024, footer
 * 2048, an embed 6000 in all (discord.com/developers, "Embed Limits"). No mention is ever resolved.
 */
export function discord(event: ConfitureEvent): unknown {
  const { outcome, mark, headline, facts, error } = summarize(event);
  const longest = Math.min(500, Math.floor(VALUE_CHARACTERS / facts.length));
  const message =
    error &&
    `${truncate(errorTitle(error), 300, escapeMarkdown)}\n${truncate(error.message, 1700, escapeMarkdown)}`;
  return {
    username: 'Confiture',
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: `${mark} ${truncate(headline, 250, escapeMarkdown)}`,
        description: message,
        color: colors[outcome],
        fields: facts.map(([name, value]) => ({
          name,
          value: truncate(value, longest, escapeMarkdown),
          inline: true,
        })),
        footer: { text: event.id },
        timestamp: event.created_at,
      },
    ],
  };
}
