import { serialize } from '../../events/serializer.js';
import type { Scope } from '../../storage/scope.js';
import { isObject } from '../../text/json-object.js';
import type { OutboxEntry } from './entry.js';

/** What a file of the spool holds; the scope is null where the database could not be asked for it. */
export interface SpooledEntry {
  readonly entry: OutboxEntry;
  readonly environment: string;
  readonly project: string | null;
}

export function spoolText(entry: OutboxEntry, scope: Scope | null): string {
  return serialize({ version: 2, project: scope?.project ?? null, ...entry });
}

/** Reads a file of the spool, also one of version 1, which names no project; a string says what is wrong with it. */
export function parseSpoolText(text: string): SpooledEntry | string {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  if (!isObject(file)) return 'it is not an object';
  const { version, project = null, event, deliveries } = file;
  if (version !== 1 && version !== 2) return 'its version is not known';
  if (project !== null && !isText(project)) return 'its project is not a text';
  if (!isEvent(event)) return 'its event is malformed';
  if (!Array.isArray(deliveries) || !deliveries.every(isDelivery)) return 'its deliveries are malformed';
  const entry = { event, deliveries } as object as OutboxEntry;
  return { entry, environment: entry.event.environment, project };
}

function isEvent(value: unknown): boolean {
  if (!isObject(value) || !isObject(value.data)) return false;
  const { id, type, created_at: createdAt, environment } = value;
  return isText(id) && isText(type) && isText(environment) && !Number.isNaN(Date.parse(String(createdAt)));
}

function isDelivery(value: unknown): boolean {
  if (!isObject(value) || !isObject(value.message)) return false;
  return [value.id, value.hook, value.text, value.message.target].every(isText);
}

/** Every text of a file can be stored by itself: it holds no NUL. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !value.includes('\0');
}
