import { closed } from '../../../events/catalog/schema.js';
import {
  about,
  count,
  endpoint,
  eventType,
  flag,
  listOf,
  milliseconds,
  name,
  oneOf,
  orNull,
  type Properties,
  text,
  time,
} from './shapes.js';

const id = { type: 'string', pattern: '^dlv_' };

const delivery = closed({
  id,
  event_id: { type: 'string', pattern: '^evt_' },
  event: eventType,
  migration: orNull(name),
  hook: text,
  endpoint,
  state: oneOf('waiting', 'delivered', 'failed', 'discarded'),
  attempts: count,
  created_at: time,
  due_at: about('When the next attempt is due.', orNull(time)),
  settled_at: orNull(time),
  last_result: orNull(text),
  sending: about('An attempt is being made at this moment.', flag),
  endpoint_configured_here: flag,
  endpoint_disabled: about('Why nothing is sent to the endpoint.', orNull(text)),
  endpoint_throttled_until: orNull(time),
});

const attempt = closed({
  number: { type: 'integer', minimum: 1 },
  ended_at: time,
  duration_ms: milliseconds,
  outcome: oneOf('done', 'retry', 'final'),
  result: text,
  response_status: orNull({ type: 'integer' }),
  response_body: about('Masked.', orNull(text)),
  error: about('Why there was no answer.', orNull(text)),
  advice: about('What to do about it.', orNull(text)),
  timing: about(
    'The first three are null where a connection was there already.',
    orNull(
      closed({
        dns_ms: orNull(milliseconds),
        connect_ms: orNull(milliseconds),
        tls_ms: orNull(milliseconds),
        first_byte_ms: orNull(milliseconds),
      }),
    ),
  ),
});

const counts: Properties = {
  delivered: count,
  retried: about('Attempts that failed and are made again later.', count),
  failed: about('Deliveries that were given up.', count),
};

export const deliveries: Properties = {
  deliveries: about('A page, newest first unless --order says otherwise.', listOf(delivery)),
  next_cursor: about('For --cursor; null where there is no more.', orNull(text)),
  prev_cursor: orNull(text),
};
export const show: Properties = {
  delivery,
  attempts: listOf(attempt),
  body: about('What the endpoint gets, secrets masked; null where it is not configured here.', orNull(text)),
};
export const deliver: Properties = {
  ...counts,
  waiting: about(
    'What is left in the outbox; empty where the pass was stopped.',
    listOf(
      closed({
        hook: text,
        endpoint,
        count,
        due_at: time,
        endpoint_disabled: about('Why nothing is sent to the endpoint.', orNull(text)),
        endpoint_configured_here: flag,
      }),
    ),
  ),
  not_configured_here: about(
    'Endpoints that deliveries wait for and that this project has not.',
    listOf(text),
  ),
};
export const worker: Properties = counts;
const counted = listOf(closed({ hook: text, endpoint, count }));
const dryRun: Properties = {
  dry_run: about('What would be changed was counted.', flag),
  oldest_at: about('When the oldest of the events happened.', orNull(time)),
  endpoints: counted,
};

export const retry: readonly Properties[] = [
  { retried: listOf(closed({ id, hook: text, endpoint })) },
  dryRun,
];
export const discard: readonly Properties[] = [{ discarded: count, endpoints: counted }, dryRun];
export const replay: readonly Properties[] = [
  { endpoint, replayed: about('Deliveries that were made.', count) },
  dryRun,
];
export const prune: Properties = { deleted: count };
