import { truncate } from '../../text/truncate.js';
import type { ConfitureEvent } from '../event.js';
import { errorTitle } from './summary/error-title.js';
import { type Summary, summarize } from './summary/summarize.js';

const SECTION_FIELDS = 10;

/**
 * An incoming-webhook message of Block Kit blocks. Limits: header 150 characters, 10 fields of 2000, section
 * 3000, context element 2000 (docs.slack.dev, "Block Kit" reference). Outside text is entity-escaped, which also
 * takes the meaning from `<!channel>` and links.
 */
export function slack(event: ConfitureEvent): unknown {
  const summary = summarize(event);
  const headline = `${summary.mark} ${summary.headline}`;
  return {
    text: truncate(`${headline} (${event.environment})`, 3000, escapeSlack),
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', text: truncate(headline, 150, escapeSlack), emoji: true },
      },
      ...sections(summary),
      ...errorBlocks(summary),
      { type: 'context', elements: [plain(`${event.id} · ${event.created_at}`, 2000)] },
    ],
  };
}

function sections({ facts }: Summary): unknown[] {
  const count = Math.ceil(facts.length / SECTION_FIELDS);
  return Array.from({ length: count }, (_, index) => {
    const fields = facts.slice(index * SECTION_FIELDS, (index + 1) * SECTION_FIELDS).map(field);
    return { type: 'section', fields };
  });
}

function field([label, value]: readonly [string, string]): unknown {
  return { type: 'mrkdwn', text: `*${label}*\n${truncate(value, 1900, escapeSlack)}` };
}

function errorBlocks({ error }: Summary): unknown[] {
  if (error === undefined) return [];
  const message = truncate(error.message, 2800, (character) =>
    character === '`' ? 'ˋ' : escapeSlack(character),
  );
  return [
    { type: 'section', text: plain(errorTitle(error), 3000) },
    { type: 'section', text: { type: 'mrkdwn', text: `\`\`\`${message}\`\`\`` } },
  ];
}

function plain(text: string, limit: number): unknown {
  return { type: 'plain_text', text: truncate(text, limit, escapeSlack), emoji: false };
}

function escapeSlack(character: string): string {
  if (character === '&') return '&amp;';
  if (character === '<') return '&lt;';
  return character === '>' ? '&gt;' : character;
}
