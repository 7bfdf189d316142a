import type { WebhooksHook } from '../../../hooks/webhooks.js';
import type { SenderOptions } from '../../../src/delivery/transport/send.js';
import {
  type AttemptResult,
  buildRequest,
  createSender,
  defineOutboxHook,
  dispositionOf,
  type Endpoint,
  nextAttempt,
  type OutboxMessage,
  type Outcome,
} from '../../../src/index.js';

/**
 * Webhooks over a sender with options that the built-in hook has no setting for: certificates that are trusted, name
 * look-ups, allowed networks. It has no effects on endpoints.
 */
export function createSenderHook(
  endpoints: readonly Endpoint[],
  options: SenderOptions & { readonly now: () => number },
): WebhooksHook {
  const sender = createSender(options);
  const byName = new Map(endpoints.map((endpoint) => [endpoint.name, endpoint]));
  const hook = defineOutboxHook<OutboxMessage, '*'>({
    name: 'webhooks',
    subscribes: ['*'],
    endpoints: () => [...byName.keys()],
    messages: () => [],
    async deliver(message, { event, number, signal }) {
      const endpoint = byName.get(message.endpoint);
      if (!endpoint) throw new Error('no endpoint of this name is configured here');
      const timestampSeconds = Math.floor(options.now() / 1000);
      const request = buildRequest({ event, endpoint, version: '0.0.0', timestampSeconds });
      const outcome = await sender.send(request, { timeoutMs: endpoint.timeoutMs, signal });
      return resultOf(outcome, endpoint, number, options.now());
    },
  });
  return { ...hook, close: () => sender.close() };
}

function resultOf(outcome: Outcome, { schedule }: Endpoint, attempt: number, nowMs: number): AttemptResult {
  const { text } = outcome;
  const facts =
    'response' in outcome
      ? { text, answer: { status: outcome.status, text: outcome.response.text } }
      : { text };
  const disposition = dispositionOf(schedule, outcome);
  if (disposition !== 'retry') return { kind: disposition, ...facts };
  return {
    kind: 'retry',
    ...facts,
    nextAttemptAt: nextAttempt({ schedule, attempt, nowMs, random: () => 0 }),
  };
}
