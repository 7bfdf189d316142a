import { isObject, type JsonObject, parseObject } from '../../text/json-object.js';
import { catalog } from '../catalog.js';
import type { EventDataMap, EventType } from '../event.js';

interface ParsedOf<T extends EventType> {
  readonly id: string;
  readonly type: T;
  /** ISO 8601 UTC with milliseconds. */
  readonly created_at: string;
  readonly environment: string;
  readonly organization_id: string | null;
  readonly data: EventDataMap[T];
}

/** An event as a receiver sees it, discriminated by `type`. */
export type ParsedEvent<T extends EventType = EventType> = { [K in T]: ParsedOf<K> }[T];

/**
 * The event in a body of format `envelope` or `cloudevents`; null where the body is something else, or of a type this
 * version does not know. Only the envelope is checked: verify the signature first, then `data` is what was sent.
 */
export function parseEvent(body: string | Uint8Array): ParsedEvent | null {
  const json = parseObject(body);
  if (json === null || !isObject(json.data) || !isKnownType(json.type)) return null;
  const { id, type, data } = json;
  const isCloudEvent = json.specversion === '1.0';
  const created_at = isCloudEvent ? json.time : json.created_at;
  const origin = isCloudEvent ? cloudOrigin(json) : json.metadata;
  if (typeof id !== 'string' || typeof created_at !== 'string' || !isOrigin(origin)) return null;
  const { environment, organization_id } = origin;
  return { id, type, created_at, environment, organization_id, data } as unknown as ParsedEvent;
}

interface Origin {
  readonly environment: string;
  readonly organization_id: string | null;
}

function cloudOrigin({ environment, organizationid }: JsonObject): unknown {
  return { environment, organization_id: organizationid ?? null };
}

function isOrigin(value: unknown): value is Origin {
  if (!isObject(value) || typeof value.environment !== 'string') return false;
  return value.organization_id === null || typeof value.organization_id === 'string';
}

function isKnownType(type: unknown): type is EventType {
  return typeof type === 'string' && Object.hasOwn(catalog, type);
}
