import type { ChangedDelivery } from '../../outbox/bulk/bulk-task.js';
import type { EndpointCount } from '../../outbox/log/count.js';
import type { ListedAttempt, ListedDelivery } from '../../outbox/log/list.js';
import type { BulkCounts } from '../bulk/run-bulk-action.js';
import type { WaitingEndpoint } from '../deliveries.js';
import type { Page } from '../lists/page.js';
import type { SendCounts } from '../send-due.js';
import { attemptAdvice } from './log/attempt-advice.js';

/** A delivery, and whether its endpoint is configured here. */
type ShownDelivery = ListedDelivery & { readonly reachable: boolean };

/** `webhooks deliveries`: a page of them. */
export function deliveriesDocument({ data, nextCursor, prevCursor }: Page<ShownDelivery>): object {
  return { deliveries: data.map(delivery), next_cursor: nextCursor, prev_cursor: prevCursor };
}

/** `webhooks show` of a delivery. */
export function deliveryDocument(
  shown: ShownDelivery,
  attempts: readonly ListedAttempt[],
  body: string | null,
): object {
  return { delivery: delivery(shown), attempts: attempts.map(attempt), body };
}

/** `webhooks deliver`. */
export function deliverDocument({
  delivered,
  retried,
  failed,
  backlog,
}: SendCounts & { readonly backlog: readonly WaitingEndpoint[] }): object {
  const elsewhere = backlog.filter(({ reachable }) => !reachable).map(({ endpoint }) => endpoint);
  const waiting = backlog.map(waitingFor);
  return { delivered, retried, failed, waiting, not_configured_here: [...new Set(elsewhere)] };
}

function waitingFor({ hook, endpoint, waiting, dueAt, disabledReason, reachable }: WaitingEndpoint): object {
  return {
    hook,
    endpoint,
    count: waiting,
    due_at: dueAt.toISOString(),
    endpoint_disabled: disabledReason,
    endpoint_configured_here: reachable,
  };
}

/** `worker`, when it has been stopped. */
export function workerDocument({ delivered, retried, failed }: SendCounts): object {
  return { delivered, retried, failed };
}

/** `webhooks retry`. */
export function retryDocument(retried: readonly ChangedDelivery[]): object {
  return { retried: retried.map(({ id, hook, endpoint }) => ({ id, hook, endpoint: endpoint })) };
}

/** `webhooks discard`. */
export function discardDocument(endpoints: readonly EndpointCount[]): object {
  const discarded = endpoints.reduce((sum, { count }) => sum + count, 0);
  return { discarded, endpoints: endpoints.map(counted) };
}

/** `webhooks replay`. */
export function replayDocument(endpoint: string, replayed: number): object {
  return { endpoint, replayed };
}

/** `webhooks retry`, `discard` and `replay` with `--dry-run`. */
export function countDocument({ oldestAt, endpoints }: BulkCounts): object {
  return { dry_run: true, oldest_at: oldestAt?.toISOString() ?? null, endpoints: endpoints.map(counted) };
}

function counted({ hook, endpoint, count }: EndpointCount): object {
  return { hook, endpoint, count };
}

/** `webhooks prune`. */
export function pruneDocument(deleted: number): object {
  return { deleted };
}

function delivery(it: ShownDelivery): object {
  return {
    id: it.id,
    event_id: it.eventId,
    event: it.eventType,
    migration: it.migration,
    hook: it.hook,
    endpoint: it.endpoint,
    state: it.state,
    attempts: it.attempts,
    created_at: it.createdAt.toISOString(),
    due_at: it.dueAt?.toISOString() ?? null,
    settled_at: it.settledAt?.toISOString() ?? null,
    last_result: it.lastResult,
    sending: it.leased,
    endpoint_configured_here: it.reachable,
    endpoint_disabled: it.disabledReason,
    endpoint_throttled_until: it.throttledUntil?.toISOString() ?? null,
  };
}

function attempt({
  number,
  endedAt,
  durationMs,
  outcome,
  result,
  answerStatus,
  answerText,
  error,
  details,
}: ListedAttempt): object {
  const { timing } = details ?? {};
  return {
    number,
    ended_at: endedAt.toISOString(),
    duration_ms: durationMs,
    outcome,
    result,
    response_status: answerStatus,
    response_body: answerText,
    error,
    advice: attemptAdvice({ outcome, answerStatus, error }),
    timing: timing
      ? {
          dns_ms: timing.dnsMs ?? null,
          connect_ms: timing.connectMs ?? null,
          tls_ms: timing.tlsMs ?? null,
          first_byte_ms: timing.firstByteMs ?? null,
        }
      : null,
  };
}
