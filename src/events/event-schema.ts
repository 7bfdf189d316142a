import { closed, type JsonSchema } from './catalog/schema.js';
import { catalog } from './catalog.js';
import type { EventType } from './event.js';

/** JSON Schema (draft 2020-12) of an event of `type` as format `envelope` sends it; `properties.data` is the type's own. */
export function eventSchema(type: EventType): JsonSchema {
  const { meaning, schema } = catalog[type];
  const text = { type: 'string' };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: type,
    description: meaning,
    ...closed({
      id: { ...text, pattern: '^evt_', description: 'The same in every attempt and for every endpoint.' },
      type: { const: type },
      created_at: { ...text, format: 'date-time' },
      data: schema,
      metadata: closed({ organization_id: { type: ['string', 'null'] }, environment: text }),
    }),
  };
}
