import type { ConfitureEvent } from '../event.js';
import { migrationOf } from '../migration-of.js';
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
  return {
    ...head,
    execution: {
      start_time: migration?.started_at ?? null,
      end_time: migration?.ended_at ?? null,
      duration_seconds: migration?.duration_seconds ?? null,
      rows_affected: 'rows_affected' in data ? data.rows_affected : null,
    },
    database: { host: migration?.database.host ?? null, schema: migration?.database.schema ?? null },
  };
}

/** The shape has no key for what failed, so the message says it of a rollback. */
function messageOf({ direction, error }: ConfitureEvent<'migration.failed'>['data']): string {
  return direction === 'down' ? `rollback failed: ${error.message}` : error.message;
}
