import type { z } from 'zod';
import type { AnswerDefinition, Route } from '../route.js';
import { ProblemDetails } from '../schemas/problem.js';
import type { SchemaCollection } from './schema-collection.js';

/** The operation of a route, with the problems that every route can have. */
export function operationOf(route: Route, schemas: SchemaCollection): object {
  const { operationId, tag, summary, description, scope } = route;
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    ...(scope !== null && { 'x-scope': scope }),
    ...(route.problems && { 'x-problem-codes': route.problems }),
    security: scope === null ? [] : [{ token: [] }],
    parameters: [
      ...parametersOf('path', route.params, schemas),
      ...parametersOf('query', route.query, schemas),
      ...headersOf(route),
    ],
    ...(route.body && {
      requestBody: {
        required: !route.body.safeParse(undefined).success,
        content: { 'application/json': { schema: schemas.add(route.body, 'input') } },
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.answers).map(([status, answer]) => [status, responseOf(answer, schemas)]),
      ),
      default: {
        description: 'The request was not done.',
        content: { 'application/problem+json': { schema: schemas.add(ProblemDetails, 'output') } },
      },
    },
  };
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: object;
}

function parametersOf(
  where: 'path' | 'query',
  object: z.ZodObject | undefined,
  schemas: SchemaCollection,
): Parameter[] {
  return Object.entries(object?.shape ?? {}).map(([name, part]) => {
    const schema = part as z.ZodType;
    const { description, ...made } = schemas.add(schema, 'input');
    return {
      name,
      in: where,
      required: where === 'path' || !schema.safeParse(undefined).success,
      ...(typeof description === 'string' && { description }),
      schema: made,
    };
  });
}

const IDEMPOTENCY_KEY: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'A text of your choice. The same request with the same key is done once, and answered alike for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

function headersOf({ method, isRepeatable, scope }: Route): Parameter[] {
  return method === 'post' && !isRepeatable && scope !== null ? [IDEMPOTENCY_KEY] : [];
}

function responseOf(
  {
    description,
    schema,
    contentType = 'application/json',
    otherContentTypes = [],
    headers,
  }: AnswerDefinition,
  schemas: SchemaCollection,
): object {
  const contentTypes = [contentType, ...otherContentTypes];
  return {
    description,
    ...(headers && {
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, meaning]) => [
          name,
          { description: meaning, schema: { type: 'string' } },
        ]),
      ),
    }),
    ...(schema && {
      content: Object.fromEntries(
        contentTypes.map((type) => [type, { schema: schemas.add(schema, 'output') }]),
      ),
    }),
  };
}
