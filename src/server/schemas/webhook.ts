import { z } from 'zod';
import { MOST_OVERLAP_SECONDS } from '../../app/endpoints/stored/change/rotate-secret.js';
import { formatNames } from '../../events/endpoint.js';
import { pageSchema } from './paging.js';
import { Time } from './time.js';

const MOST_URL = 2_048;
const MOST_VALUE = 4_096;

const Schedule = z.union([
  z.enum(['sensei', 'confiture']),
  z.array(z.number().min(0).max(31_536_000)).min(1).max(100),
]);
const Events = z.array(z.string().max(100)).min(1).max(100);
const HeaderName = z.string().min(1).max(100);

/** What of an endpoint can be given, and changed. */
const parts = {
  url: z
    .string()
    .min(1)
    .max(MOST_URL)
    .meta({ description: 'Where events are posted; public addresses only.' }),
  events: Events.meta({ description: 'Event types and patterns: `migration.failed`, `migration.*`, `*`.' }),
  format: z.enum(formatNames),
  schedule: Schedule.meta({ description: 'A name, or the delay in seconds before each attempt.' }),
  timeout_ms: z.int().min(1).max(30_000).meta({ description: 'Total time for one attempt.' }),
  allow_insecure: z.boolean().meta({ description: 'Allows plain http outside environment `local`.' }),
};

const Secret = z
  .string()
  .min(1)
  .max(512)
  .meta({ description: 'Signing secret. Default: a new one is made.' });

export const WebhookRequest = z
  .strictObject({
    url: parts.url,
    name: z.string().max(63).optional().meta({ description: 'Unique; default: made of the host.' }),
    events: parts.events.optional(),
    secret: Secret.optional(),
    format: parts.format.optional(),
    schedule: parts.schedule.optional(),
    timeout_ms: parts.timeout_ms.optional(),
    headers: z.record(HeaderName, z.string().max(MOST_VALUE)).optional().meta({
      description: 'Custom headers; values may hold fields of the event (docs/delivery.md).',
    }),
    allow_insecure: parts.allow_insecure.optional(),
  })
  .meta({ id: 'WebhookRequest' });

export const WebhookPatch = z
  .strictObject({
    url: parts.url.optional(),
    events: parts.events.optional(),
    format: parts.format.optional(),
    schedule: parts.schedule.optional(),
    timeout_ms: parts.timeout_ms.optional(),
    headers: z
      .record(HeaderName, z.string().max(MOST_VALUE).nullable())
      .optional()
      .meta({ description: 'Merged by name; null takes a header away.' }),
    allow_insecure: parts.allow_insecure.optional(),
  })
  .meta({ id: 'WebhookPatch', description: 'A merge patch (RFC 7396): what is left out stays.' });

const shown = {
  id: z.string().meta({ description: '`whk_…`; of one that is set elsewhere its name.' }),
  name: z.string(),
  source: z.enum(['environment', 'config', 'database']),
  url: z
    .string()
    .nullable()
    .meta({ description: 'Without path and query. Null where its master key is missing.' }),
  events: z.array(z.string()),
  format: z.string(),
  schedule: Schedule,
  timeout_ms: z.int(),
  allow_insecure: z.boolean(),
  headers: z.record(z.string(), z.string()).nullable().meta({ description: 'Values are masked.' }),
  secret_hint: z
    .string()
    .nullable()
    .meta({ description: 'The last four characters of the secret that signs.' }),
  rotated_at: Time.nullable().meta({
    description: 'Since when the present secret signs beside the one before.',
  }),
  overlap_until: Time.nullable().meta({ description: 'Until when the secret before it signs too.' }),
  state: z.enum(['enabled', 'disabled']),
  disabled_at: Time.nullable(),
  disabled_reason: z.string().nullable(),
  failing_since: Time.nullable(),
  failures: z.int().meta({ description: 'In a row.' }),
  key_id: z.string().nullable().meta({ description: 'The master key that it is sealed with.' }),
  locked: z.string().nullable().meta({ description: 'Why nothing can be sent to it from here.' }),
  created_at: Time.nullable(),
  created_by: z.string().nullable(),
  updated_at: Time.nullable(),
  url_changed_at: Time.nullable(),
  version: z
    .int()
    .nullable()
    .meta({ description: 'Rises with each change; null for one that is set elsewhere.' }),
};

export const Webhook = z.strictObject(shown).meta({ id: 'Webhook', description: 'Where events go.' });

export const WebhookList = pageSchema('WebhookList', Webhook);

export const WebhookWithSecret = z
  .strictObject({
    ...shown,
    secret: z.string().nullable().meta({
      description: 'The signing secret. Shown once; null where the request is repeated.',
    }),
  })
  .meta({ id: 'WebhookWithSecret' });

export const RemovedWebhook = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    discarded: z.int().meta({ description: 'Deliveries that were given up with it; they stay visible.' }),
  })
  .meta({ id: 'RemovedWebhook' });

export const RotationRequest = z
  .strictObject({
    secret: Secret.optional(),
    overlap_seconds: z
      .int()
      .min(0)
      .max(MOST_OVERLAP_SECONDS)
      .optional()
      .meta({ description: 'How long the secret before signs too; default a day, 0 for not at all.' }),
  })
  .meta({ id: 'RotationRequest' });

export const DisableRequest = z
  .strictObject({
    reason: z
      .string()
      .max(2_000)
      .optional()
      .meta({ description: 'Why, for the record; secrets are masked.' }),
  })
  .meta({ id: 'DisableRequest' });

export const WebhookTestRequest = z
  .strictObject({
    event_type: z.string().max(100).optional().meta({ description: 'Default: `webhook.test`.' }),
  })
  .meta({ id: 'WebhookTestRequest' });

export const WebhookTestResult = z
  .strictObject({
    event_type: z.string(),
    delivered: z.boolean().meta({ description: 'True where the answer was a 2xx.' }),
    outcome: z.enum(['delivered', 'rejected', 'unreachable', 'refused']),
    message: z.string(),
    status_code: z.int().nullable(),
    duration_ms: z.number(),
    request: z.strictObject({
      method: z.string(),
      url: z.string(),
      headers: z.record(z.string(), z.string()),
      body: z.string(),
    }),
    response: z.strictObject({ body: z.string(), complete: z.boolean() }).nullable(),
  })
  .meta({ id: 'WebhookTestResult', description: 'What was sent, and what came back; masked.' });
