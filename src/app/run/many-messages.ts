import { eventsVariable } from '../../endpoints/variables.js';
import type { Endpoint } from '../../events/endpoint.js';
import type { Reporter } from '../../output/reporters/reporter.js';
import type { Settings } from '../settings.js';

/** More messages of one run than this are too many for people to read. */
const MOST_MESSAGES = 10;

const CHAT_FORMATS: ReadonlySet<Endpoint['format']> = new Set(['slack', 'discord', 'teams']);

/** Tells of chats that a run fills, and of the setting that makes a run one message. */
export function warnOfManyMessages(
  { endpoints, variables }: Settings,
  messages: ReadonlyMap<string, number>,
  reporter: Reporter,
): void {
  for (const { name, source, format } of endpoints) {
    const count = messages.get(name) ?? 0;
    if (!CHAT_FORMATS.has(format) || count <= MOST_MESSAGES) continue;
    const setting =
      source === 'environment' ? eventsVariable(name, variables) : `webhooks.endpoints.${name}.events`;
    reporter.emit({ type: 'endpoint.flooded', endpoint: name, messages: count, setting });
  }
}
