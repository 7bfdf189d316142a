import type { ConfitureEvent } from '../event.js';
import { databaseOf, migrationOf, runIdOf } from '../event-subject.js';

/**
 * CloudEvents 1.0, structured mode. `source` is a relative URI reference that names the database; extension
 * attributes may only hold lower-case letters and digits in their names and are left out where there is no value.
 */
export function cloudevents(event: ConfitureEvent): unknown {
  const database = databaseOf(event);
  const place = database === null ? [] : [database.host, database.name];
  return {
    specversion: '1.0',
    id: event.id,
    source: `/confiture/${[event.environment, ...place].map(uriSegment).join('/')}`,
    type: event.type,
    subject: migrationOf(event)?.migration_name ?? runIdOf(event) ?? undefined,
    time: event.created_at,
    datacontenttype: 'application/json',
    data: event.data,
    environment: event.environment,
    correlationid: event.correlation_id,
    organizationid: event.organization_id ?? undefined,
  };
}

function uriSegment(text: string): string {
  return encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, '\ufffd'));
}
