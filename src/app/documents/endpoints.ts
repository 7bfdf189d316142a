import type { AttemptDurations } from '../../outbox/log/endpoint-statistics.js';
import type { EndpointStatus } from '../../outbox/log/list.js';
import { ShownOnce } from '../../output/terminal/shown-once.js';
import type { EndpointRow } from '../../output/views/webhooks/endpoints-view.js';
import type { SentFacts } from '../../output/views/webhooks/sent-view.js';
import type { SwitchedEndpoint } from '../endpoints/stored/change/switch-endpoint.js';
import type { RekeyResult } from '../endpoints/stored/rekey.js';
import type { ShownEndpoint } from '../endpoints/stored/shown-endpoint.js';

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
  { p50Ms, p95Ms }: AttemptDurations,
): object {
  const durations = { attempt_p50_ms: p50Ms, attempt_p95_ms: p95Ms };
  return { endpoint: name, configured: row && configured(row), state: statuses.map(state), ...durations };
}

/** `webhooks enable`. */
export function enableDocument(endpoint: string, { changed, givenUp }: SwitchedEndpoint): object {
  return { endpoint, enabled: changed, given_up: givenUp };
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

/** The same over the API. */
export function sampleObject({ event, kind, text, durationMs, status, request, response }: SentFacts) {
  return {
    event_type: event,
    delivered: kind === 'delivered',
    outcome: kind,
    message: text,
    status_code: status,
    duration_ms: durationMs,
    request: { ...request, headers: { ...request.headers } },
    response: response && { body: response.text, complete: response.complete },
  };
}

/** `webhooks add` and `webhooks rotate`: the only documents with a whole secret. */
export function secretDocument(endpoint: ShownEndpoint, secret: string): object {
  return { endpoint, secret: new ShownOnce(secret) };
}

/** `webhooks update`. */
export function changedDocument(endpoint: ShownEndpoint): object {
  return { endpoint };
}

/** `webhooks remove`. */
export function removedDocument(id: string, endpoint: string, discarded: number): object {
  return { id, endpoint, discarded };
}

/** `serve rekey`. */
export function rekeyDocument({ keyId, rekeyed, left, elsewhere }: RekeyResult): object {
  return {
    key_id: keyId,
    rekeyed,
    left: left.map((each) => ({ endpoint: each.name, key_id: each.keyId })),
    elsewhere: elsewhere.map(({ keyId, ...each }) => ({ ...each, key_id: keyId })),
  };
}

/** `webhooks disable`. */
export function disableDocument(endpoint: string, disabled: boolean): object {
  return { endpoint, disabled };
}

function configured(row: EndpointRow): object {
  const { name, id, source, host, format, events, signed, locked } = row;
  return {
    ...{ name, id, source, host, format, events, signed, locked },
    rotated_at: row.rotatedAt?.toISOString() ?? null,
    overlap_until: row.overlapUntil?.toISOString() ?? null,
    url_changed_at: row.urlChangedAt?.toISOString() ?? null,
  };
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
