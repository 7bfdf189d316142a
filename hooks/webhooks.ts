import { randomBytes } from 'node:crypto';
import {
  type AttemptDetails,
  type AttemptResult,
  buildRequest,
  type ConfitureEvent,
  createSender,
  type DeliveryRequest,
  defineOutboxHook,
  dispositionOf,
  type Endpoint,
  type EndpointEffect,
  type EndpointSource,
  type EndpointSubscription,
  type EventPattern,
  isOfUse,
  matches,
  namesOf,
  nextAttempt,
  type OutboxHook,
  type OutboxMessage,
  type Outcome,
  type RedactionOptions,
  urlMark,
} from '../src/plugin.js';

export interface WebhooksOptions {
  readonly endpoints: EndpointSource;
  /** Version of Confiture, for `User-Agent`. */
  readonly version: string;
  /** Environment that proxies are read from (`HTTPS_PROXY`, `NO_PROXY`). */
  readonly variables: Readonly<Record<string, string>>;
  /** Networks in CIDR notation that every endpoint may reach; default none. */
  readonly allowedNetworks?: readonly string[];
  /** The user's own rules for masking what receivers answer. */
  readonly redaction?: RedactionOptions;
  /** Milliseconds since the epoch; default the system's clock. */
  readonly now?: () => number;
  /** 0 (inclusive) to 1 (exclusive); default Math.random. */
  readonly random?: () => number;
}

export interface WebhooksHook extends OutboxHook {
  /** Ends all connections at once. */
  close(): Promise<void>;
}

/** How long an endpoint that asks for a slower pace without saying how slow is left alone at most. */
const LONGEST_PAUSE_MS = 60_000;

/**
 * The built-in webhooks: each endpoint that asked for the type of an event gets it in its own format, signed, with
 * retries of its own; incident formats get only what opens or closes an incident. A message only names its endpoint; URL and secrets are looked up when it is sent. Throws
 * CONFIG_INVALID where `allowedNetworks` holds no network.
 */
export function createWebhooksHook(options: WebhooksOptions): WebhooksHook {
  const { endpoints, version, variables, now = Date.now, random = Math.random } = options;
  const { redaction = {}, allowedNetworks = [] } = options;
  const sender = createSender({ variables, redaction, allowedNetworks, now });

  const hook = defineOutboxHook<OutboxMessage, EventPattern>({
    name: 'webhooks',
    get subscribes() {
      const patterns = patternsOf(endpoints.list());
      return patterns.length === 0 ? (['*'] as const) : patterns;
    },
    endpoints: () => namesOf(endpoints),
    messages: (event) =>
      endpoints
        .list()
        .filter((endpoint) => wants(endpoint, event))
        .map(({ name, id }) => ({ endpoint: name, ...(id !== undefined && { webhook: id }) })),
    async deliver(message, { event, number, signal }) {
      const endpoint = await endpoints.find(message.endpoint);
      if (endpoint === null) throw new Error('no endpoint of this name is configured here');
      const timestampSeconds = Math.floor(now() / 1000);
      const spanId = randomBytes(8).toString('hex');
      const request = buildRequest({ event, endpoint, version, timestampSeconds, spanId });
      const outcome = await sender.send(request, { timeoutMs: endpoint.timeoutMs, signal });
      const details = detailsOf(outcome, request, { eventId: event.id, endpoint: endpoint.name });
      return { ...resultOf(outcome, endpoint, number), details };
    },
  });

  function resultOf(outcome: Outcome, { schedule }: Endpoint, attempt: number): AttemptResult {
    const facts = { text: outcome.text, ...answerOf(outcome), ...errorOf(outcome) };
    const disposition = dispositionOf(schedule, outcome);
    if (disposition !== 'retry') return { kind: disposition, ...facts, ...goneEffect(outcome) };
    const retryAfterMs = outcome.kind === 'rejected' ? outcome.retryAfterMs : null;
    const nextAttemptAt = nextAttempt({ schedule, attempt, nowMs: now(), random, retryAfterMs });
    return { kind: 'retry', ...facts, nextAttemptAt, ...throttleEffect(outcome, nextAttemptAt) };
  }

  /** As long as the receiver asks for, or as long as this delivery waits, but then a minute at most. */
  function throttleEffect(outcome: Outcome, nextAttemptAt: number | null): { effect?: EndpointEffect } {
    if (outcome.kind !== 'rejected' || !outcome.throttled) return {};
    const pauseMs = outcome.retryAfterMs ?? Math.min(LONGEST_PAUSE_MS, (nextAttemptAt ?? now()) - now());
    return pauseMs > 0 ? { effect: { kind: 'throttle', untilMs: now() + pauseMs } } : {};
  }

  return Object.assign(hook, { close: () => sender.close() });
}

function patternsOf(endpoints: readonly EndpointSubscription[]): EventPattern[] {
  return [...new Set(endpoints.flatMap(({ events }) => events))] as EventPattern[];
}

/** An endpoint is not told of itself: it fails, or was switched off. */
function wants({ name, events, format }: EndpointSubscription, event: ConfitureEvent): boolean {
  const isAboutItself =
    event.type.startsWith('endpoint.') && 'hook' in event.data && event.data.endpoint === name;
  return matches(events, event.type) && !isAboutItself && isOfUse(event, format);
}

function answerOf(outcome: Outcome): Pick<AttemptResult, 'answer'> {
  if (outcome.kind !== 'delivered' && outcome.kind !== 'rejected') return {};
  return { answer: { status: outcome.status, text: outcome.response.text } };
}

function errorOf(outcome: Outcome): Pick<AttemptResult, 'error'> {
  return outcome.kind === 'unreachable' || outcome.kind === 'refused' ? { error: outcome.reason } : {};
}

function detailsOf(
  outcome: Outcome,
  { url, headers }: DeliveryRequest,
  delivery: { readonly eventId: string; readonly endpoint: string },
): AttemptDetails {
  const secrets = headers['webhook-signature']?.match(/\bv1,/g)?.length ?? 0;
  const kept = { urlMark: urlMark(url, delivery), secrets };
  if (outcome.kind !== 'delivered' && outcome.kind !== 'rejected') return kept;
  const { timing, headers: shown } = outcome;
  return { ...kept, ...(timing && { timing }), ...(shown && { headers: shown }) };
}

function goneEffect(outcome: Outcome): { effect?: EndpointEffect } {
  if (outcome.kind !== 'rejected' || !outcome.gone) return {};
  return { effect: { kind: 'disable', reason: 'it answered 410 Gone' } };
}
