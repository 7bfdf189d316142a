import { catalog } from '../../events/catalog.js';
import type { EventType } from '../../events/event.js';
import { eventSchema } from '../../events/event-schema.js';

/** The request that an endpoint with format `envelope` gets for events of this type. */
export function webhookOf(type: EventType): object {
  const { meaning, moment } = catalog[type];
  const { $schema: _dialect, ...schema } = eventSchema(type);
  return {
    operationId: `on.${type}`,
    tags: ['webhooks'],
    summary: meaning,
    description: `Sent when this happens: ${moment}`,
    security: [],
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: { '2XX': { description: 'The event was received; it is not sent again.' } },
  };
}
