/** JSON Schema pieces (draft 2020-12) that the data of several event types share. */

export type JsonSchema = { readonly [keyword: string]: unknown };

export const text = { type: 'string' } as const;

export const nullableText = { type: ['string', 'null'] } as const;

/** ISO 8601 UTC with milliseconds, or null. */
export const nullableTime = { type: ['string', 'null'], format: 'date-time' } as const;

/** Seconds, rounded to milliseconds; null where the end, or the beginning, is not known. */
export const nullableSeconds = { type: ['number', 'null'], minimum: 0 } as const;

export const count = { type: 'integer', minimum: 0 } as const;

export const nullableCount = { type: ['integer', 'null'], minimum: 0 } as const;

export const flag = { type: 'boolean' } as const;

/** A text of a known form, for instance an id. */
export function matching(pattern: string): JsonSchema {
  return { ...text, pattern };
}

/** As `matching`, or null. */
export function nullableMatching(pattern: string): JsonSchema {
  return { ...nullableText, pattern };
}

export function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

/** The same schema with a sentence for its reader. */
export function about(description: string, schema: JsonSchema): JsonSchema {
  return { ...schema, description };
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
