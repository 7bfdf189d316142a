import type { ConfitureEvent } from '../event.js';
import { databaseOf, migrationOf, rowsOf, timesOf } from '../event-subject.js';
import type { ErrorFacts } from '../facts.js';
import { eventTypeName } from './event-type-name.js';

/**
 * The nested payload of the Python Confiture, those keys and no others; an error has its own, shorter shape.
 * An event without a migration has the keys all the same, with null: its receivers read them without asking.
 */
export function confiture(event: ConfitureEvent): unknown {
  const migration = migrationOf(event);
  const { data } = event;
  const head = {
    event_type: eventTypeName(event.type),
    timestamp: event.created_at,
    migration: {
      name: migration?.migration_name ?? null,
      version: migration?.migration_version ?? null,
      environment: event.environment,
    },
  };
  if ('error' in data) return { ...head, error: { type: data.error.type, message: messageOf(data) } };
  const [times, database] = [timesOf(event), databaseOf(event)];
  return {
    ...head,
    execution: {
      start_time: times.started_at,
      end_time: times.ended_at,
      duration_seconds: times.duration_seconds,
      rows_affected: rowsOf(event),
    },
    database: { host: database?.host ?? null, schema: database?.schema ?? null },
  };
}

/** The shape has no key for what failed, so the message says it of a rollback. */
function messageOf({
  direction,
  error,
}: {
  readonly direction: 'up' | 'down';
  readonly error: ErrorFacts;
}): string {
  return direction === 'down' ? `rollback failed: ${error.message}` : error.message;
}
