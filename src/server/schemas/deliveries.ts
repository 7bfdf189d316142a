import { z } from 'zod';
import { FILTER_FIELDS, type FilterText } from '../../app/lists/filter-fields.js';

import { pageSchema } from './paging.js';
import { Time } from './time.js';

const MOST_IN_FILTER = 400;
const field = (name: keyof FilterText) =>
  z
    .string()
    .min(1)
    .max(MOST_IN_FILTER)
    .optional()
    .meta({ description: sentence(FILTER_FIELDS[name].doc) });

/** The filter of deliveries; everything that is given has to be true. */
export const filterFields = {
  state: field('state'),
  endpoint: field('endpoint'),
  type: field('type'),
  status: field('status'),
  error: field('error'),
  migration: field('migration'),
  run: field('run'),
  since: field('since'),
  until: field('until'),
};

/** What of the filter is said of events. */
export const eventFilterFields = {
  type: filterFields.type,
  migration: filterFields.migration,
  run: filterFields.run,
  since: filterFields.since.meta({
    description: 'Happened since then: `30m`, `24h`, `7d` or an RFC 3339 time.',
  }),
  until: filterFields.until.meta({ description: 'Happened until then.' }),
};

export const DeliveryState = z.enum(['waiting', 'delivered', 'failed', 'discarded']);
const Milliseconds = z.number().int().min(0).nullable();

const attemptFields = {
  id: z.string().meta({ description: '`att_…`' }),
  delivery_id: z.string(),
  number: z.number().int(),
  ended_at: Time,
  duration_ms: z.number().int(),
  outcome: z.enum(['done', 'retry', 'final']),
  result: z.string(),
  error: z.string().nullable().meta({ description: 'Why there was no answer.' }),
  advice: z.string().nullable().meta({ description: 'What to do about it, in one sentence.' }),
  response_status: z.number().int().nullable(),
  response_headers: z.record(z.string(), z.string()).nullable(),
  response_body: z.string().nullable().meta({ description: 'Masked, 16 KiB at most.' }),
  timing: z
    .strictObject({
      dns_ms: Milliseconds,
      connect_ms: Milliseconds,
      tls_ms: Milliseconds,
      first_byte_ms: Milliseconds,
    })
    .nullable()
    .meta({ description: 'The first three are null where a connection was there already.' }),
  secrets_signed: z.number().int().nullable().meta({ description: 'Two during a rotation.' }),
  url_changed: z.boolean().nullable().meta({
    description: 'Whether it went to another URL than the attempt before; null where that is not known.',
  }),
};
const Attempt = z.strictObject(attemptFields).meta({ id: 'Attempt' });

const ListedAttempt = z
  .strictObject({
    ...attemptFields,
    event_id: z.string(),
    event_type: z.string(),
    hook: z.string(),
    endpoint: z.string(),
  })
  .meta({ id: 'ListedAttempt' });
export const AttemptList = pageSchema('AttemptList', ListedAttempt);
export const DeliveryAttemptList = pageSchema('DeliveryAttemptList', Attempt);

const deliveryFields = {
  id: z.string(),
  event_id: z.string(),
  event_type: z.string(),
  migration: z.string().nullable(),
  run_id: z.string().nullable(),
  hook: z.string(),
  endpoint: z.string(),
  state: DeliveryState,
  created_at: Time.meta({ description: 'When its event happened.' }),
  due_at: Time.nullable().meta({ description: 'When the next attempt is due.' }),
  settled_at: Time.nullable(),
  last_result: z.string().nullable(),
  last_answer: z.string().nullable().meta({ description: 'HTTP status, or why there was no answer.' }),
  sending: z.boolean().meta({ description: 'An attempt is being made at this moment.' }),
  deferred: z.boolean().meta({ description: 'Put back by a bulk action: sent when nothing else is due.' }),
  endpoint_disabled: z.string().nullable(),
  endpoint_throttled_until: Time.nullable(),
  attempt_count: z.number().int(),
  attempts: z.array(Attempt),
};
export const Delivery = z.strictObject(deliveryFields).meta({ id: 'Delivery' });
export const DeliveryList = pageSchema('DeliveryList', Delivery);

export const DeliveryDetail = z
  .strictObject({
    ...deliveryFields,
    event: z.record(z.string(), z.unknown()).meta({ description: 'The event as it is stored.' }),
    request: z
      .strictObject({
        method: z.string(),
        url: z.string().meta({ description: 'Path and query are left out: they are often secrets.' }),
        headers: z.record(z.string(), z.string()),
        body: z.string(),
      })
      .nullable()
      .meta({ description: 'What is sent, secrets masked; null where the endpoint is not known here.' }),
    url_changed: z.boolean().nullable().meta({
      description: 'Whether a retry goes to another URL than the last attempt.',
    }),
  })
  .meta({ id: 'DeliveryDetail' });

export const RetriedDelivery = z
  .strictObject({ ...deliveryFields, warnings: z.array(z.string()) })
  .meta({ id: 'RetriedDelivery' });

/** How many there are; ten thousand at most. */
export const CappedCount = z
  .strictObject({ count: z.number().int(), capped: z.boolean() })
  .meta({ id: 'CappedCount' });

export const EndpointStatistics = z
  .strictObject({
    endpoint: z.string(),
    delivered: CappedCount,
    waiting: CappedCount,
    failed: CappedCount,
    discarded: CappedCount,
    success_rate: z
      .number()
      .nullable()
      .meta({ description: 'Of what was settled, 0 to 1; of capped counts about.' }),
    p50_ms: z.number().nullable(),
    p95_ms: z.number().nullable(),
    oldest_waiting_at: Time.nullable(),
  })
  .meta({ id: 'EndpointStatistics' });

function sentence(doc: string): string {
  return `${doc.charAt(0).toUpperCase()}${doc.slice(1)}.`;
}
