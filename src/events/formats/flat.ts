import type { ConfitureEvent } from '../event.js';
import { eventTypeName } from './event-type-name.js';
import type { FormatTarget } from './target.js';

/** The one-level payload of the Python Confiture's several webhooks; `duration` is in seconds. */
export function flat(event: ConfitureEvent, target: FormatTarget): unknown {
  const { data } = event;
  return {
    event_type: eventTypeName(event.type),
    webhook_target: target.name,
    migration: data.migration_name,
    duration: data.duration_seconds,
    rows_affected: 'rows_affected' in data ? data.rows_affected : null,
    environment: event.environment,
  };
}
