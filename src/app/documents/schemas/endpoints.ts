import { closed } from '../../../events/catalog/schema.js';
import {
  about,
  count,
  endpoint,
  eventType,
  flag,
  listOf,
  milliseconds,
  oneOf,
  orNull,
  type Properties,
  text,
  time,
} from './shapes.js';

const configuredProperties: Properties = {
  name: endpoint,
  id: about('Of one that the database holds: `whk_…`.', orNull(text)),
  source: about('Where it is set.', oneOf('environment', 'config', 'database')),
  host: about('With port; paths of webhook URLs are often secrets.', orNull(text)),
  format: text,
  events: listOf(text),
  signed: flag,
  locked: about('Why nothing can be sent to it from here.', orNull(text)),
  rotated_at: about('Since when a new secret signs.', orNull(time)),
  overlap_until: about('Until when the secret before it signs too.', orNull(time)),
  url_changed_at: about('Since when it has another URL.', orNull(time)),
};
const configured = closed(configuredProperties);

const state = closed({
  hook: text,
  disabled_at: orNull(time),
  disabled_reason: orNull(text),
  throttled_until: orNull(time),
  failing_since: orNull(time),
  failures: about('In a row.', count),
  waiting: count,
  delivered: count,
  failed: count,
  discarded: count,
  waiting_since: about('When the oldest event that waits happened.', orNull(time)),
});

const status = orNull({ type: 'integer', minimum: 100, maximum: 599 });
const headers = { type: 'object', additionalProperties: text };

export const list: Properties = {
  endpoints: listOf(
    closed({
      ...configuredProperties,
      state: about('Null where it is not known, or nothing was stored for the endpoint.', orNull(state)),
    }),
  ),
  not_configured_here: about(
    'Endpoints that deliveries wait for and that this project has not.',
    listOf(closed({ name: endpoint, state })),
  ),
};
export const show: Properties = {
  endpoint,
  configured: orNull(configured),
  state: listOf(state),
  attempt_p50_ms: about('Of its newest attempts; null where none was made.', orNull(milliseconds)),
  attempt_p95_ms: orNull(milliseconds),
};
export const enable: Properties = {
  endpoint,
  enabled: about('False where it was not off.', flag),
  given_up: about('Deliveries that had waited meanwhile; `webhooks retry` sends them.', count),
};

export const test: Properties = {
  endpoint,
  event: eventType,
  request: closed({ method: text, url: text, headers, body: text }),
  outcome: oneOf('delivered', 'rejected', 'unreachable', 'refused'),
  message: text,
  status,
  duration_ms: milliseconds,
  response: orNull(closed({ body: about('Masked.', text), complete: flag })),
};

export const eventSchemas: readonly Properties[] = [
  { types: listOf(closed({ type: eventType, meaning: text, moment: text })) },
  { type: eventType, schema: { type: 'object' } },
];

export const listen: readonly Properties[] = [
  { listening: about('URL of the receiver; the first document.', text) },
  {
    received_at: time,
    event: orNull(text),
    migration: orNull(text),
    duration: about('Seconds.', orNull({ type: 'number' })),
    status: about('What it was answered with.', { type: 'integer', minimum: 100, maximum: 599 }),
    verified: about('Null where nothing was verified.', orNull(flag)),
    signatures: orNull(listOf(closed({ header: text, fault: orNull(text) }))),
    forwarded: orNull({
      anyOf: [closed({ status: { type: 'integer' } }), closed({ error: text })],
    }),
    headers,
    body: about('Parsed, or the text where it is not JSON.', {}),
  },
];
