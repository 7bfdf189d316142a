/** What people look for first in an event, whatever its format; null where the body does not say. */
export interface EventSummary {
  readonly event: string | null;
  readonly migration: string | null;
  /** Seconds. */
  readonly duration: number | null;
}

/** The JSON value of a body, or null where it is none. */
export function parseEvent(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/**
 * Reads the formats `confiture`, `flat`, `envelope` and `cloudevents`; of a message for people, which says these
 * things in prose, `event` is the headline.
 */
export function summarize(json: unknown): EventSummary {
  const event = headline(json) ?? text(field(json, 'event_type')) ?? text(field(json, 'type'));
  const data = field(json, 'data');
  const migration = field(json, 'migration');
  return {
    event,
    migration: text(migration) ?? text(field(migration, 'name')) ?? text(field(data, 'migration_name')),
    duration:
      number(field(field(json, 'execution'), 'duration_seconds')) ??
      number(field(json, 'duration')) ??
      number(field(data, 'duration_seconds')),
  };
}

/** Headline of a Slack, Discord, Teams, PagerDuty or Opsgenie message, or null. */
function headline(json: unknown): string | null {
  const [embed] = list(field(json, 'embeds'));
  const [attachment] = list(field(json, 'attachments'));
  const [card] = list(field(field(attachment, 'content'), 'body'));
  const [title] = list(field(card, 'items'));
  const alert = field(json, 'message') ?? field(json, 'note');
  return (
    text(field(embed, 'title')) ??
    text(field(title, 'text')) ??
    text(field(field(json, 'payload'), 'summary')) ??
    (field(json, 'blocks') === undefined ? null : text(field(json, 'text'))) ??
    (field(json, 'source') === 'Confiture' ? (text(alert)?.split('\n')[0] ?? null) : null)
  );
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function field(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
