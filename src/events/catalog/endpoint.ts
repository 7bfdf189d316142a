import type { CatalogOf, FactOf } from './entry.js';
import { closed, count, nullableTime, text } from './schema.js';

/** A test that a person asked for; there is no migration behind it. */
export interface WebhookTestData {
  /** Name of the endpoint that is tried out. */
  readonly endpoint: string;
  readonly message: string;
}

/** An endpoint and the attempts that failed there since its last success. */
export interface EndpointData {
  /** Name of the endpoint. */
  readonly endpoint: string;
  /** Name of the hook that sends to it; `webhooks` for the built-in one. */
  readonly hook: string;
  readonly failures: number;
  /** When the first of them failed; ISO 8601 UTC with milliseconds. */
  readonly failing_since: string | null;
}

/** Data of the events about an endpoint. `reason` is for people, masked. */
export interface EndpointEvents {
  'webhook.test': WebhookTestData;
  'endpoint.failing': EndpointData & {
    readonly reason: string;
    /** Since when the oldest delivery waits that is due. */
    readonly oldest_waiting_since: string | null;
  };
  'endpoint.recovered': EndpointData;
  'endpoint.disabled': EndpointData & { readonly reason: string };
  'endpoint.removed': EndpointData & {
    readonly reason: string;
    /** Deliveries that waited for it and are given up. */
    readonly deliveries_discarded: number;
  };
}

export interface EndpointFacts {
  readonly hook: string;
  readonly endpoint: string;
  readonly failures: number;
  readonly failingSince: Date | null;
}

/** `reason` is masked already. */
export function endpointFailing(
  facts: EndpointFacts & { readonly reason: string; readonly oldestWaitingSince: Date | null },
): FactOf<Pick<EndpointEvents, 'endpoint.failing'>> {
  const oldest_waiting_since = facts.oldestWaitingSince?.toISOString() ?? null;
  return {
    type: 'endpoint.failing',
    data: { ...dataOf(facts), reason: facts.reason, oldest_waiting_since },
  };
}

export function endpointRecovered(facts: EndpointFacts): FactOf<Pick<EndpointEvents, 'endpoint.recovered'>> {
  return { type: 'endpoint.recovered', data: dataOf(facts) };
}

/** `reason` is masked already. */
export function endpointDisabled(
  facts: EndpointFacts & { readonly reason: string },
): FactOf<Pick<EndpointEvents, 'endpoint.disabled'>> {
  return { type: 'endpoint.disabled', data: { ...dataOf(facts), reason: facts.reason } };
}

/** `reason` is masked already. */
export function endpointRemoved(
  facts: EndpointFacts & { readonly reason: string; readonly discarded: number },
): FactOf<Pick<EndpointEvents, 'endpoint.removed'>> {
  const { reason, discarded: deliveries_discarded } = facts;
  return { type: 'endpoint.removed', data: { ...dataOf(facts), reason, deliveries_discarded } };
}

function dataOf({ hook, endpoint, failures, failingSince }: EndpointFacts): EndpointData {
  return { endpoint, hook, failures, failing_since: failingSince?.toISOString() ?? null };
}

const properties = { endpoint: text, hook: text, failures: count, failing_since: nullableTime };

const sample: EndpointData = {
  endpoint: 'analytics',
  hook: 'webhooks',
  failures: 10,
  failing_since: '2026-01-09T14:13:45.123Z',
};

export const endpointCatalog: CatalogOf<EndpointEvents> = {
  'webhook.test': {
    type: 'webhook.test',
    meaning: 'A person tries an endpoint out; nothing happened to a migration.',
    moment:
      'Sent by `webhooks test`, or its like in the API, to the endpoint it names, whatever that endpoint subscribes to.',
    outcome: 'neutral',
    incident: 'none',
    mark: '🔔',
    headline: 'Webhook test',
    schema: closed({ endpoint: text, message: text }),
    sample: { endpoint: 'default', message: 'This is a test. No migration ran.' },
  },
  'endpoint.failing': {
    type: 'endpoint.failing',
    meaning: 'Deliveries to an endpoint fail: ten attempts in a row, or the oldest waits for 15 minutes.',
    moment:
      'Written in the transaction that settles the attempt, once until it recovers, for the other endpoints.',
    outcome: 'failure',
    incident: 'opens',
    mark: '❌',
    headline: 'Endpoint failing',
    schema: closed({ ...properties, reason: text, oldest_waiting_since: nullableTime }),
    sample: {
      ...sample,
      reason: 'ten attempts in a row have failed; the last one was answered with 503',
      oldest_waiting_since: '2026-01-09T14:13:45.123Z',
    },
  },
  'endpoint.recovered': {
    type: 'endpoint.recovered',
    meaning: 'Deliveries to an endpoint that was failing arrive again.',
    moment: 'Written in the transaction that settles the first success, for the other endpoints.',
    outcome: 'success',
    incident: 'closes',
    mark: '✅',
    headline: 'Endpoint recovered',
    schema: closed(properties),
    sample,
  },
  'endpoint.disabled': {
    type: 'endpoint.disabled',
    meaning:
      'An endpoint was switched off: it asked for it, failed for too long, or a person did it. Its events are kept.',
    moment: 'Written in the transaction that switches it off, for the other endpoints.',
    outcome: 'neutral',
    incident: 'none',
    mark: '🔕',
    headline: 'Endpoint switched off',
    schema: closed({ ...properties, reason: text }),
    sample: {
      ...sample,
      reason: 'it answered 410 Gone',
      failures: 1,
      failing_since: '2026-01-09T14:23:45.123Z',
    },
  },
  'endpoint.removed': {
    type: 'endpoint.removed',
    meaning:
      'A person removed an endpoint that was kept in the database; what waited for it is given up and stays visible.',
    moment: 'Written in the transaction that removes it, for the other endpoints.',
    outcome: 'neutral',
    incident: 'closes',
    mark: '🗑️',
    headline: 'Endpoint removed',
    schema: closed({ ...properties, reason: text, deliveries_discarded: count }),
    sample: { ...sample, reason: 'removed by ada@laptop', deliveries_discarded: 3 },
  },
};
