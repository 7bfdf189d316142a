import { createHash } from 'node:crypto';
import { catalog } from '../catalog.js';
import type { FormatFunction, FormatName } from '../endpoint.js';
import type { ConfitureEvent } from '../event.js';
import { databaseOf, migrationOf } from '../event-subject.js';

const longest = 255;

/** What an event does to an incident. */
export function incidentEffect({ type }: ConfitureEvent): 'opens' | 'closes' | 'none' {
  return catalog[type].incident;
}

/** True where an endpoint of `format` has a use for the event: incident formats have none for what changes no incident. */
export function isOfUse(event: ConfitureEvent, format: FormatName | FormatFunction): boolean {
  return (format !== 'pagerduty' && format !== 'opsgenie') || incidentEffect(event) !== 'none';
}

/**
 * Names the incident of an event: the same for a failure and the success that ends it, different for every database
 * and version, run or endpoint. Parts are percent-encoded so that no two lists share a key; one that would be longer
 * than PagerDuty's 255 characters is hashed. An event that changes no incident has a key that none was opened with.
 */
export function incidentKey(event: ConfitureEvent): string {
  const { prefix, parts } = subjectOf(event);
  const key = `${prefix}:${parts.map((part) => encodeURIComponent(part.replace(/[\ud800-\udfff]/gu, '\ufffd'))).join('/')}`;
  return key.length <= longest ? key : `confiture:${createHash('sha256').update(key).digest('hex')}`;
}

function subjectOf(event: ConfitureEvent): { readonly prefix: string; readonly parts: readonly string[] } {
  const { data } = event;
  const [migration, database] = [migrationOf(event), databaseOf(event)];
  if (incidentEffect(event) === 'none') return { prefix: 'confiture', parts: [event.type, event.id] };
  if (migration && database) {
    return { prefix: 'confiture', parts: [database.host, database.name, migration.migration_version] };
  }
  if (database) return { prefix: 'confiture-run', parts: [database.host, database.name] };
  if ('hook' in data) {
    return { prefix: 'confiture-endpoint', parts: [event.environment, data.hook, data.endpoint] };
  }
  return { prefix: 'confiture', parts: [event.type, event.id] };
}
