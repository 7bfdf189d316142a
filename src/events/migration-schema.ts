/** JSON Schema pieces (draft 2020-12) that the data of several event types share. */

export type JsonSchema = { readonly [keyword: string]: unknown };

const text = { type: 'string' } as const;
const time = { type: ['string', 'null'], format: 'date-time' } as const;

export const rowsAffectedSchema: JsonSchema = { type: ['integer', 'null'], minimum: 0 };

export const directionSchema: JsonSchema = {
  ...text,
  pattern: '^(up|down)$',
  description: 'What failed: applying the migration, or undoing it.',
};

export const errorSchema: JsonSchema = closed(
  {
    type: { ...text, description: 'Condition name, for instance UniqueViolation.' },
    message: { ...text, description: 'Masked: names stay, values are ***.' },
    sqlstate: { ...text, pattern: '^[0-9A-Z]{5}$' },
    file: text,
    line: { type: 'integer', minimum: 1 },
  },
  ['type', 'message'],
);

const migrationProperties = {
  migration_id: { ...text, pattern: '^mig_' },
  migration_name: text,
  migration_version: text,
  run_id: { ...text, pattern: '^run_' },
  database: closed({ host: text, name: text, schema: text }),
  started_at: time,
  ended_at: time,
  duration_seconds: { type: ['number', 'null'], minimum: 0 },
};

/** Schema of data about one migration, with the properties a type adds. */
export function migrationSchema(added: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return closed({ ...migrationProperties, ...added });
}

/** Schema of an object with these properties and no others; all are required unless `required` names fewer. */
export function closed(
  properties: Readonly<Record<string, JsonSchema>>,
  required?: readonly string[],
): JsonSchema {
  return {
    type: 'object',
    properties,
    required: required ?? Object.keys(properties),
    additionalProperties: false,
  };
}
