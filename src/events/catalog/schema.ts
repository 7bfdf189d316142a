/** JSON Schema pieces (draft 2020-12) that the data of several event types share. */

export type JsonSchema = { readonly [keyword: string]: unknown };

export const text = { type: 'string' } as const;

/** ISO 8601 UTC with milliseconds, or null. */
export const nullableTime = { type: ['string', 'null'], format: 'date-time' } as const;

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
