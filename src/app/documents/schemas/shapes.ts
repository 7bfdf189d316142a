import { about, closed, count, flag, type JsonSchema, listOf, text } from '../../../events/catalog/schema.js';

/** JSON Schema pieces (draft 2020-12) that the documents of several commands share. */

export { about, count, flag, listOf, text };

export type Properties = Readonly<Record<string, JsonSchema>>;

export const milliseconds: JsonSchema = { type: 'number', minimum: 0 };
export const time: JsonSchema = { type: 'string', format: 'date-time' };

/** A piece that may also be null. */
export function orNull(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: 'null' }] };
}

export function oneOf(...values: readonly string[]): JsonSchema {
  return { enum: values };
}

export const version = about('For instance `005`.', text);
export const name = about('For instance `005_add_payment_table`.', text);

/** A migration, wherever one is only named. */
export const migration = closed({ version, name });

/** A migration that this run applied or rolled back. */
export const finishedMigration = closed({
  version,
  name,
  duration_ms: milliseconds,
  rows_affected: about(
    "Rows that its statements wrote; null where the server's answer was lost.",
    orNull(count),
  ),
});

export const endpoint = about('Name of an endpoint.', text);
export const eventType = about('One of `confiture webhooks schema`.', text);
