import type { ConfitureEvent } from '../event.js';
import { migrationOf, rowsOf, timesOf } from '../event-subject.js';
import { eventTypeName } from './event-type-name.js';
import type { FormatEndpoint } from './format-endpoint.js';

/** The one-level payload of the Python Confiture's several webhooks; `duration` is in seconds. */
export function flat(event: ConfitureEvent, endpoint: FormatEndpoint): unknown {
  return {
    event_type: eventTypeName(event.type),
    webhook_target: endpoint.name,
    migration: migrationOf(event)?.migration_name ?? null,
    duration: timesOf(event).duration_seconds,
    rows_affected: rowsOf(event),
    environment: event.environment,
  };
}
