import {
  type AttemptResult,
  buildRequest,
  type ConfitureEvent,
  createSender,
  defineOutboxHook,
  dispositionOf,
  type Endpoint,
  type EventPhase,
  eventOf,
  eventPhases,
  matches,
  nextAttempt,
  type OutboxHook,
  type OutboxMessage,
  type Outcome,
  type Sender,
} from '../src/index.js';

/** One event for one endpoint. The endpoint is named, not held: its URL and secrets stay out of the outbox. */
export interface WebhookMessage extends OutboxMessage {
  readonly event: ConfitureEvent;
}

export interface WebhooksOptions {
  readonly endpoints: readonly Endpoint[];
  /** Version of Confiture, for `User-Agent`. */
  readonly version: string;
  /** Environment that proxies are read from (`HTTPS_PROXY`, `NO_PROXY`). */
  readonly variables: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch; default the system's clock. */
  readonly now?: () => number;
  /** 0 (inclusive) to 1 (exclusive); default Math.random. */
  readonly random?: () => number;
}

export interface WebhooksHook extends OutboxHook<WebhookMessage, EventPhase> {
  /** Ends all connections at once. */
  close(): Promise<void>;
}

/**
 * The built-in webhooks: what happens to a migration becomes one event, and each endpoint that asked for its type
 * gets it in its own format, signed, with retries of its own. One endpoint never waits for another.
 */
export function createWebhooksHook(options: WebhooksOptions): WebhooksHook {
  const { endpoints, version, variables, now = Date.now, random = Math.random } = options;
  const byName = new Map(endpoints.map((endpoint) => [endpoint.name, endpoint]));
  let sender: Sender | undefined;

  const hook = defineOutboxHook<WebhookMessage, EventPhase>({
    name: 'webhooks',
    on: eventPhases,
    messages(context, stamp) {
      const event = eventOf(context, stamp);
      return endpoints
        .filter(({ events }) => matches(events, event.type))
        .map(({ name }) => ({
          target: name,
          eventType: event.type,
          migration: context.migrationName,
          event,
        }));
    },
    async deliver({ target, event }, { number, signal }) {
      const endpoint = byName.get(target);
      if (!endpoint) return { kind: 'final', text: 'no endpoint of this name is configured here' };
      const request = buildRequest({ event, endpoint, version, timestampSeconds: Math.floor(now() / 1000) });
      sender ??= createSender({ variables });
      const outcome = await sender.send(request, { timeoutMs: endpoint.timeoutMs, signal });
      return resultOf(outcome, endpoint, number);
    },
  });

  function resultOf(outcome: Outcome, { schedule }: Endpoint, attempt: number): AttemptResult {
    const text = `${outcome.text} in ${outcome.durationMs} ms`;
    const disposition = dispositionOf(schedule, outcome);
    if (disposition !== 'retry') return { kind: disposition, text };
    const retryAfterMs = outcome.kind === 'rejected' ? outcome.retryAfterMs : null;
    return {
      kind: 'retry',
      text,
      nextAttemptAt: nextAttempt({ schedule, attempt, nowMs: now(), random, retryAfterMs }),
    };
  }

  return { ...hook, close: async () => sender?.close() };
}
