import type { EndpointStatus } from '../../outbox/log/list.js';
import type { EndpointRow } from '../../output/views/webhooks/endpoints-view.js';
import type { SentFacts } from '../../output/views/webhooks/sent-view.js';

/** `webhooks list`. A state is null where it is not known, or nothing was ever stored for the endpoint. */
export function endpointsDocument(
  rows: readonly { readonly row: EndpointRow; readonly status: EndpointStatus | null }[],
  elsewhere: readonly EndpointStatus[],
): object {
  return {
    endpoints: rows.map(({ row, status }) => ({ ...configured(row), state: status && state(status) })),
    not_configured_here: elsewhere.map((status) => ({ name: status.endpoint, state: state(status) })),
  };
}

/** `webhooks show` of an endpoint. */
export function endpointDocument(
  name: string,
  row: EndpointRow | null,
  statuses: readonly EndpointStatus[],
): object {
  return { endpoint: name, configured: row && configured(row), state: statuses.map(state) };
}

/** `webhooks enable`. */
export function enableDocument(endpoint: string, enabled: boolean): object {
  return { endpoint, enabled };
}

/** `webhooks test`. */
export function sentDocument(facts: SentFacts): object {
  const { request, response } = facts;
  return {
    endpoint: facts.endpoint,
    event: facts.event,
    request: { method: request.method, url: request.url, headers: request.headers, body: request.body },
    outcome: facts.kind,
    message: facts.text,
    status: facts.status,
    duration_ms: facts.durationMs,
    response: response && { body: response.text, complete: response.complete },
  };
}

function configured({ name, source, host, format, events, signed }: EndpointRow): object {
  return { name, source, host, format, events, signed };
}

function state(it: EndpointStatus): object {
  return {
    hook: it.hook,
    disabled_at: it.disabledAt?.toISOString() ?? null,
    disabled_reason: it.disabledReason,
    throttled_until: it.throttledUntil?.toISOString() ?? null,
    failing_since: it.failingSince?.toISOString() ?? null,
    failures: it.failures,
    waiting: it.waiting,
    delivered: it.delivered,
    failed: it.failed,
    discarded: it.discarded,
    waiting_since: it.waitingSince?.toISOString() ?? null,
  };
}
