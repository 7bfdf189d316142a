import type { ConfitureEvent } from '../event.js';
import { eventTypeName } from './event-type-name.js';

/** The nested payload of the Python Confiture, those keys and no others; an error has its own, shorter shape. */
export function confiture(event: ConfitureEvent): unknown {
  const { data } = event;
  const head = {
    event_type: eventTypeName(event.type),
    timestamp: event.created_at,
    migration: {
      name: data.migration_name,
      version: data.migration_version,
      environment: event.environment,
    },
  };
  if ('error' in data) return { ...head, error: { type: data.error.type, message: data.error.message } };
  return {
    ...head,
    execution: {
      start_time: data.started_at,
      end_time: data.ended_at,
      duration_seconds: data.duration_seconds,
      rows_affected: data.rows_affected,
    },
    database: { host: data.database.host, schema: data.database.schema },
  };
}
