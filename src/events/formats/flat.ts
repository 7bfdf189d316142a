import type { ConfitureEvent } from '../event.js';
import { migrationOf } from '../migration-of.js';
import { eventTypeName } from './event-type-name.js';
import type { FormatEndpoint } from './format-endpoint.js';

/** The one-level payload of the Python Confiture's several webhooks; `duration` is in seconds. */
export function flat(event: ConfitureEvent, endpoint: FormatEndpoint): unknown {
  const migration = migrationOf(event);
  return {
    event_type: eventTypeName(event.type),
    webhook_target: endpoint.name,
    migration: migration?.migration_name ?? null,
    duration: migration?.duration_seconds ?? null,
    rows_affected: 'rows_affected' in event.data ? event.data.rows_affected : null,
    environment: event.environment,
  };
}
