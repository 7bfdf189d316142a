import type { CatalogOf, FactOf } from './entry.js';
import { closed, nullableTime, text } from './schema.js';

/** A test that a person asked for; there is no migration behind it. */
export interface WebhookTestData {
  /** Name of the endpoint that is tried out. */
  readonly endpoint: string;
  readonly message: string;
}

/** An endpoint that nothing is sent to any more, until a person switches it on again. */
export interface EndpointDisabledData {
  /** Name of the endpoint. */
  readonly endpoint: string;
  /** Name of the hook that sends to it; `webhooks` for the built-in one. */
  readonly hook: string;
  /** For people, masked. */
  readonly reason: string;
  /** Attempts that failed since the last success. */
  readonly failures: number;
  /** When the first of them failed; ISO 8601 UTC with milliseconds. */
  readonly failing_since: string | null;
}

/** Data of the events about an endpoint. */
export interface EndpointEvents {
  'webhook.test': WebhookTestData;
  'endpoint.disabled': EndpointDisabledData;
}

/** `reason` is masked already. */
export function endpointDisabled(facts: {
  readonly hook: string;
  readonly endpoint: string;
  readonly reason: string;
  readonly failures: number;
  readonly failingSince: Date | null;
}): FactOf<Pick<EndpointEvents, 'endpoint.disabled'>> {
  const { hook, endpoint, reason, failures, failingSince } = facts;
  const data = { endpoint, hook, reason, failures, failing_since: failingSince?.toISOString() ?? null };
  return { type: 'endpoint.disabled', data };
}

export const endpointCatalog: CatalogOf<EndpointEvents> = {
  'webhook.test': {
    type: 'webhook.test',
    meaning: 'A person tries an endpoint out; nothing happened to a migration.',
    moment: 'Sent by `webhooks test` to the endpoint it names, whatever that endpoint subscribes to.',
    outcome: 'neutral',
    headline: 'Webhook test',
    schema: closed({ endpoint: text, message: text }),
    sample: { endpoint: 'default', message: 'This is a test. No migration ran.' },
  },
  'endpoint.disabled': {
    type: 'endpoint.disabled',
    meaning: 'An endpoint was switched off: it asked for it, or failed for too long. Its events are kept.',
    moment: 'Written in the transaction that switches it off, for the other endpoints.',
    outcome: 'neutral',
    headline: 'Endpoint switched off',
    schema: closed({
      endpoint: text,
      hook: text,
      reason: text,
      failures: { type: 'integer', minimum: 0 },
      failing_since: nullableTime,
    }),
    sample: {
      endpoint: 'analytics',
      hook: 'webhooks',
      reason: 'it answered 410 Gone',
      failures: 1,
      failing_since: '2026-01-09T14:23:45.123Z',
    },
  },
};
