import type { StoredEndpoint } from '../../../endpoints/stored/stored-endpoint.js';
import type { Unsealed } from '../../../endpoints/stored/unseal-endpoint.js';
import type { Endpoint, Schedule } from '../../../events/endpoint.js';
import { secretTexts } from '../../../events/signature/signing-secret.js';
import type { EndpointCondition } from '../../../outbox/log/endpoint-conditions.js';
import { secretHint, shownHeaders, shownUrl } from './parts-shown.js';
import { lockedSentence } from './refresh.js';

/** An endpoint as command line and API show it: nothing secret but for the last characters of its secret. */
export interface ShownEndpoint {
  /** `whk_…`; of one that is set elsewhere its name. */
  readonly id: string;
  readonly name: string;
  readonly source: Endpoint['source'];
  readonly url: string | null;
  readonly events: readonly string[];
  readonly format: string;
  readonly schedule: Schedule;
  readonly timeout_ms: number;
  readonly allow_insecure: boolean;
  readonly headers: Readonly<Record<string, string>> | null;
  readonly secret_hint: string | null;
  readonly rotated_at: string | null;
  readonly overlap_until: string | null;
  readonly state: 'enabled' | 'disabled';
  readonly disabled_at: string | null;
  readonly disabled_reason: string | null;
  readonly failing_since: string | null;
  readonly failures: number;
  readonly key_id: string | null;
  readonly locked: string | null;
  readonly created_at: string | null;
  readonly created_by: string | null;
  readonly updated_at: string | null;
  readonly url_changed_at: string | null;
  readonly version: number | null;
}

export function showStored(
  row: StoredEndpoint,
  unsealed: Unsealed,
  condition: EndpointCondition | null,
): ShownEndpoint {
  const parts = unsealed.kind === 'unsealed' ? unsealed.parts : null;
  const [newest] = parts?.secrets ?? [];
  const { id, name, events, format, schedule } = row;
  return {
    id,
    name,
    source: 'database',
    url: parts && shownUrl(parts.url),
    events,
    format,
    schedule,
    timeout_ms: row.timeoutMs,
    allow_insecure: row.allowInsecure,
    headers: parts && shownHeaders(parts.headers),
    secret_hint: newest ? secretHint(newest.secret) : null,
    rotated_at: iso(row.rotatedAt),
    overlap_until: iso(row.overlapUntil),
    ...conditionOf(condition),
    key_id: row.keyId,
    locked:
      unsealed.kind === 'unsealed'
        ? null
        : lockedSentence({ name, why: unsealed.kind, keyId: unsealed.keyId }),
    created_at: iso(row.createdAt),
    created_by: row.createdBy,
    updated_at: iso(row.updatedAt),
    url_changed_at: iso(row.urlChangedAt),
    version: row.version,
  };
}

/** One of environment or config file. */
export function showFixed(endpoint: Endpoint, condition: EndpointCondition | null): ShownEndpoint {
  const { name, source, url, events, format, schedule, timeoutMs, allowInsecure, headers } = endpoint;
  const [newest] = secretTexts(endpoint.secrets);
  return {
    id: name,
    name,
    source,
    url: shownUrl(url),
    events,
    format: typeof format === 'string' ? format : 'function',
    schedule,
    timeout_ms: timeoutMs,
    allow_insecure: allowInsecure,
    headers: shownHeaders(headers),
    secret_hint: newest === undefined ? null : secretHint(newest),
    rotated_at: null,
    overlap_until: null,
    ...conditionOf(condition),
    key_id: null,
    locked: null,
    created_at: null,
    created_by: null,
    updated_at: null,
    url_changed_at: null,
    version: null,
  };
}

function conditionOf(
  condition: EndpointCondition | null,
): Pick<ShownEndpoint, 'state' | 'disabled_at' | 'disabled_reason' | 'failing_since' | 'failures'> {
  return {
    state: condition?.disabledAt ? 'disabled' : 'enabled',
    disabled_at: iso(condition?.disabledAt ?? null),
    disabled_reason: condition?.disabledReason ?? null,
    failing_since: iso(condition?.failingSince ?? null),
    failures: condition?.failures ?? 0,
  };
}

function iso(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}
