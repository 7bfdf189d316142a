import type { ConfitureEvent } from '../event.js';

/** The Sensei envelope: identity, time, the type's data and where it came from. */
export function envelope(event: ConfitureEvent): unknown {
  return {
    id: event.id,
    type: event.type,
    created_at: event.created_at,
    data: event.data,
    metadata: { organization_id: event.organization_id, environment: event.environment },
  };
}
