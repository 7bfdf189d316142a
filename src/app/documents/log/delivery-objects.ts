import type { ConfitureEvent } from '../../../events/event.js';
import type { ListedDelivery } from '../../../outbox/log/list.js';
import type { DeliveryAttempt, NumberedAttempt } from '../../../outbox/log/list-attempts.js';
import type { EventDelivery, ListedEvent } from '../../../outbox/log/list-events.js';
import type { ReadDelivery } from '../../log/read-delivery.js';
import { attemptAdvice } from './attempt-advice.js';

/** A delivery as lists of the API show it, with its attempts. */
export function deliveryObject(it: ListedDelivery, attempts: readonly NumberedAttempt[]) {
  return {
    id: it.id,
    event_id: it.eventId,
    event_type: it.eventType,
    migration: it.migration,
    run_id: it.runId,
    hook: it.hook,
    endpoint: it.endpoint,
    state: it.state,
    created_at: it.createdAt.toISOString(),
    due_at: it.dueAt?.toISOString() ?? null,
    settled_at: it.settledAt?.toISOString() ?? null,
    last_result: it.lastResult,
    last_answer: it.lastAnswer,
    sending: it.leased,
    deferred: it.deferred,
    endpoint_disabled: it.disabledReason,
    endpoint_throttled_until: it.throttledUntil?.toISOString() ?? null,
    attempt_count: it.attempts,
    attempts: attempts.map((attempt, index) => attemptObject(attempt, attempts[index - 1] ?? null)),
  };
}

/** One delivery with its event, and what its endpoint is sent. */
export function deliveryDetailObject({ delivery, attempts, event, request, isUrlChanged }: ReadDelivery) {
  return {
    ...deliveryObject(delivery, attempts),
    event: { ...event },
    request: request && { ...request },
    url_changed: isUrlChanged,
  };
}

/** One attempt; `before` is the one before it, or null where that is not known. */
export function attemptObject(it: NumberedAttempt, before: NumberedAttempt | null) {
  const { timing, headers, secrets, urlMark } = it.details ?? {};
  const markBefore = before?.details?.urlMark;
  return {
    id: `${it.deliveryId.replace(/^dlv_/, 'att_')}_${it.number}`,
    delivery_id: it.deliveryId,
    number: it.number,
    ended_at: new Date(it.endedAt).toISOString(),
    duration_ms: it.durationMs,
    outcome: it.outcome,
    result: it.result,
    error: it.error,
    advice: attemptAdvice(it),
    response_status: it.answerStatus,
    response_headers: headers ?? null,
    response_body: it.answerText,
    timing:
      timing === undefined
        ? null
        : {
            dns_ms: timing.dnsMs ?? null,
            connect_ms: timing.connectMs ?? null,
            tls_ms: timing.tlsMs ?? null,
            first_byte_ms: timing.firstByteMs ?? null,
          },
    secrets_signed: secrets ?? null,
    url_changed: urlMark === undefined || markBefore === undefined ? null : urlMark !== markBefore,
  };
}

/** An attempt in a list of those of many deliveries. */
export function listedAttemptObject(it: DeliveryAttempt) {
  const { eventId, eventType, hook, endpoint } = it;
  return { ...attemptObject(it, null), event_id: eventId, event_type: eventType, hook, endpoint };
}

/** An event in a list, with what has become of its deliveries. */
export function eventObject(it: ListedEvent) {
  return {
    id: it.id,
    type: it.type,
    created_at: it.createdAt.toISOString(),
    run_id: it.runId,
    migration: it.migration,
    deliveries: it.deliveries.map(eventDeliveryObject),
  };
}

/** One event, with its deliveries as they are in full. */
export function eventDetailObject(
  event: ListedEvent & { readonly body: ConfitureEvent },
  deliveries: readonly ListedDelivery[],
  attempts: readonly NumberedAttempt[],
) {
  const ofDelivery = (id: string) => attempts.filter(({ deliveryId }) => deliveryId === id);
  return {
    ...eventObject(event),
    body: { ...event.body },
    deliveries: deliveries.map((delivery) => deliveryObject(delivery, ofDelivery(delivery.id))),
  };
}

function eventDeliveryObject({ id, hook, endpoint, state, attempts, lastResult }: EventDelivery) {
  return { id, hook, endpoint, state, attempt_count: attempts, last_result: lastResult };
}
