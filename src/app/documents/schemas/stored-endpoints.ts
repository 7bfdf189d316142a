import { closed, type JsonSchema } from '../../../events/catalog/schema.js';
import {
  about,
  count,
  endpoint,
  flag,
  listOf,
  oneOf,
  orNull,
  type Properties,
  text,
  time,
} from './shapes.js';

const shown: JsonSchema = closed({
  id: about('`whk_…`.', text),
  name: endpoint,
  source: oneOf('environment', 'config', 'database'),
  url: about('Without path and query; null where its key is missing.', orNull(text)),
  events: listOf(text),
  format: text,
  schedule: about('A name, or the delay in seconds before each attempt.', {
    anyOf: [text, { type: 'array', items: { type: 'number' } }],
  }),
  timeout_ms: count,
  allow_insecure: flag,
  headers: about('Values are masked.', orNull({ type: 'object', additionalProperties: text })),
  secret_hint: about('The last characters of the secret that signs.', orNull(text)),
  rotated_at: about('Since when a new secret signs.', orNull(time)),
  overlap_until: about('Until when the secret before it signs too.', orNull(time)),
  state: oneOf('enabled', 'disabled'),
  disabled_at: orNull(time),
  disabled_reason: orNull(text),
  failing_since: orNull(time),
  failures: about('In a row.', count),
  key_id: about('The master key that it is sealed with.', orNull(text)),
  locked: about('Why nothing can be sent to it from here.', orNull(text)),
  created_at: orNull(time),
  created_by: orNull(text),
  updated_at: orNull(time),
  url_changed_at: orNull(time),
  version: orNull(count),
});

const secret = about('Shown this once.', text);

export const add: Properties = { endpoint: shown, secret };
export const update: Properties = { endpoint: shown };
export const rotate: Properties = { endpoint: shown, secret };
export const remove: Properties = {
  id: text,
  endpoint,
  discarded: about('Deliveries that were given up with it.', count),
};
export const disable: Properties = { endpoint, disabled: about('False where it was off already.', flag) };

export const rekey: Properties = {
  key_id: about('The master key that seals from now on.', text),
  rekeyed: about('Endpoints that were sealed anew.', count),
  left: about('Endpoints that still need another key.', listOf(closed({ endpoint, key_id: text }))),
  elsewhere: about(
    'Other projects and environments of the database whose endpoints still need another key.',
    listOf(closed({ project: text, environment: text, key_id: text, count })),
  ),
};
