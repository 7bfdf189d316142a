import type { Webhook, WebhookPatch, WebhookRequest } from '../../api/generated.js';
import { endpointState } from './endpoint-state.js';

/** An endpoint as it is typed. */
export interface EndpointDraft {
  /** Empty for an endpoint that keeps the URL it has, which the page is never shown in full. */
  readonly url: string;
  readonly name: string;
  readonly events: string;
  readonly format: string;
  /** A name, or seconds with commas between. */
  readonly schedule: string;
  readonly timeoutMs: string;
  /** A line a header: `Name: value`. `Name:` alone takes one away. */
  readonly headers: string;
}

export const NEW_ENDPOINT: EndpointDraft = {
  url: '',
  name: '',
  events: 'migration.completed, migration.failed',
  format: 'envelope',
  schedule: 'sensei',
  timeoutMs: '30000',
  headers: '',
};

/** What is stored of an endpoint, to be changed. */
export function draftOf({ name, events, format, schedule, timeout_ms: timeoutMs }: Webhook): EndpointDraft {
  return {
    url: '',
    name,
    events: events.join(', '),
    format,
    schedule: typeof schedule === 'string' ? schedule : schedule.join(', '),
    timeoutMs: String(timeoutMs),
    headers: '',
  };
}

/** What is asked for to make an endpoint. */
export function requestOf(draft: EndpointDraft): WebhookRequest {
  const { url, events, format, schedule, timeout_ms, headers } = partsOf(draft);
  return {
    url: url ?? '',
    ...(draft.name.trim() !== '' && { name: draft.name.trim() }),
    ...{ events, format, schedule, timeout_ms },
    ...(headers !== undefined && { headers: withoutTakenAway(headers) }),
  } as WebhookRequest;
}

/** What of an endpoint is to be changed: that which is typed otherwise than it was. */
export function patchOf(draft: EndpointDraft, before: EndpointDraft): WebhookPatch {
  const { url, events, format, schedule, timeout_ms, headers } = partsOf(draft);
  return {
    ...(url !== undefined && { url }),
    ...(draft.events !== before.events && { events }),
    ...(draft.format !== before.format && { format }),
    ...(draft.schedule !== before.schedule && { schedule }),
    ...(draft.timeoutMs !== before.timeoutMs && { timeout_ms }),
    ...(headers !== undefined && { headers }),
  } as WebhookPatch;
}

/** What was typed, on top of what another has stored meanwhile: a field that was not touched is theirs. */
export function rebased(draft: EndpointDraft, before: EndpointDraft, theirs: EndpointDraft): EndpointDraft {
  const fields = Object.keys(draft) as (keyof EndpointDraft)[];
  return Object.fromEntries(
    fields.map((field) => [field, draft[field] === before[field] ? theirs[field] : draft[field]]),
  ) as unknown as EndpointDraft;
}

function partsOf({ url, events, format, schedule, timeoutMs, headers }: EndpointDraft) {
  const typed = headersOf(headers);
  return {
    url: url.trim() === '' ? undefined : url.trim(),
    events: itemsOf(events),
    format,
    schedule: /^[\d\s.,]+$/.test(schedule) ? itemsOf(schedule).map(Number) : schedule.trim(),
    timeout_ms: Number(timeoutMs),
    headers: Object.keys(typed).length === 0 ? undefined : typed,
  };
}

function headersOf(lines: string): Record<string, string | null> {
  return Object.fromEntries(
    lines
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const [name = '', ...value] = line.split(':');
        const text = value.join(':').trim();
        return [name.trim(), text === '' ? null : text];
      }),
  );
}

function withoutTakenAway(headers: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}

function itemsOf(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** What of an endpoint is otherwise than it was, field by field as text. */
export function changedFields(before: Webhook, now: Webhook): readonly (readonly [string, string])[] {
  const [was, is] = [shownFields(before), shownFields(now)];
  return Object.entries(is).filter(([field, value]) => was[field] !== value);
}

function shownFields(endpoint: Webhook): Readonly<Record<string, string>> {
  const { events, format, schedule, timeoutMs } = draftOf(endpoint);
  return {
    URL: `${endpoint.url ?? 'sealed'}${endpoint.url_changed_at === null ? '' : `, set ${endpoint.url_changed_at}`}`,
    Events: events,
    Format: format,
    Schedule: schedule,
    'Time-out': `${timeoutMs} ms`,
    Headers: Object.keys(endpoint.headers ?? {}).join(', ') || 'none',
    State: endpointState({ ...endpoint, failing_since: null, locked: null }),
    Secret: endpoint.secret_hint === null ? 'none' : `…${endpoint.secret_hint}`,
  };
}
