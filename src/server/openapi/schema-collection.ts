import { z } from 'zod';

type JsonObject = Record<string, unknown>;

/** JSON Schemas made of zod schemas; those with an id in their `meta` stand once, under components. */
export class SchemaCollection {
  readonly #named = new Map<string, JsonObject>();

  /** The schema as it stands in the document. @throws where one id names two different schemas. */
  add(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
    const made = z.toJSONSchema(schema, {
      io,
      target: 'draft-2020-12',
      unrepresentable: 'any',
      reused: 'inline',
    });
    const { $schema: _dialect, $defs = {}, ...root } = moved(made) as JsonObject & { $defs?: JsonObject };
    for (const [id, definition] of Object.entries($defs)) this.#name(id, definition as JsonObject);
    return root;
  }

  all(): JsonObject {
    return Object.fromEntries([...this.#named].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #name(id: string, definition: JsonObject): void {
    const known = this.#named.get(id);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(definition))
      throw new Error(`two schemas of the API have the id ${id}`);
    this.#named.set(id, definition);
  }
}

/** The same with references that lead to the components. */
function moved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(moved);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      // What zod writes beside the pattern is no format of JSON Schema.
      .filter(([key, inner]) => key !== 'format' || inner !== 'starts_with')
      .map(([key, inner]) => [
        key,
        key === '$ref' ? String(inner).replace('#/$defs/', '#/components/schemas/') : moved(inner),
      ]),
  );
}
