import { closed, type JsonSchema } from '../../../events/catalog/schema.js';

/** JSON Schema pieces (draft 2020-12) that the documents of several commands share. */

export type Properties = Readonly<Record<string, JsonSchema>>;

export const text: JsonSchema = { type: 'string' };
export const flag: JsonSchema = { type: 'boolean' };
export const count: JsonSchema = { type: 'integer', minimum: 0 };
export const milliseconds: JsonSchema = { type: 'number', minimum: 0 };
export const time: JsonSchema = { type: 'string', format: 'date-time' };

/** A piece that may also be null. */
export function orNull(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: 'null' }] };
}

export function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

export function oneOf(...values: readonly string[]): JsonSchema {
  return { enum: values };
}

/** The same piece, with a sentence about it. */
export function about(description: string, schema: JsonSchema): JsonSchema {
  return { ...schema, description };
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
