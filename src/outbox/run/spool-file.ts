import { serialize } from '../../events/serializer.js';
import type { Scope } from '../../storage/scope.js';
import { isObject } from '../../text/json-object.js';
import type { OutboxRecord } from '../records/outbox-record.js';

/** What a file of the spool holds; the scope is null where the database could not be asked for it. */
export interface SpooledRecord {
  readonly record: OutboxRecord;
  readonly environment: string;
  readonly project: string | null;
}

export function spoolText({ event, deliveries }: OutboxRecord, scope: Scope | null): string {
  return serialize({ version: 3, project: scope?.project ?? null, event, deliveries });
}

/**
 * Reads a file of the spool; a string is its fault. One of version 1 names no project, and in the
 * messages of versions 1 and 2 the endpoint is called `target`.
 */
export function parseSpoolText(text: string): SpooledRecord | string {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  if (!isObject(file)) return 'it is not an object';
  const { version, project = null, event, deliveries } = file;
  if (version !== 1 && version !== 2 && version !== 3) return 'its version is not known';
  if (project !== null && !isText(project)) return 'its project is not a text';
  if (!isEvent(event)) return 'its event is malformed';
  if (!Array.isArray(deliveries)) return 'its deliveries are malformed';
  const renamed = deliveries.map(withEndpoint);
  if (!renamed.every(isDelivery)) return 'its deliveries are malformed';
  const record = { event, deliveries: renamed } as object as OutboxRecord;
  return { record, environment: record.event.environment, project };
}

function isEvent(value: unknown): boolean {
  if (!isObject(value) || !isObject(value.data)) return false;
  const { id, type, created_at: createdAt, environment } = value;
  return isText(id) && isText(type) && isText(environment) && !Number.isNaN(Date.parse(String(createdAt)));
}

function withEndpoint(value: unknown): unknown {
  if (!isObject(value) || !isObject(value.message) || value.message.endpoint !== undefined) return value;
  return { ...value, message: { ...value.message, endpoint: value.message.target } };
}

function isDelivery(value: unknown): boolean {
  if (!isObject(value) || !isObject(value.message)) return false;
  return [value.id, value.hook, value.text, value.message.endpoint].every(isText);
}

/** Every text of a file can be stored by itself: it holds no NUL. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !value.includes('\0');
}
