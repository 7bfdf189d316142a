import { z } from 'zod';
import type { Route } from '../../route.js';
import { defineRoute } from '../../route.js';

const OpenApi = z
  .looseObject({ openapi: z.string(), info: z.looseObject({}), paths: z.looseObject({}) })
  .meta({ id: 'OpenApi', description: 'An OpenAPI 3.1 document.' });

/** The route of the document, which describes it too. */
export function openApiRoute(document: (version: string) => z.output<typeof OpenApi>): Route {
  let made: z.output<typeof OpenApi> | undefined;
  return defineRoute({
    method: 'get',
    path: '/openapi.json',
    operationId: 'getOpenApi',
    tag: 'meta',
    summary: 'Gives this document.',
    scope: 'read',
    answers: { 200: { schema: OpenApi, description: 'The OpenAPI document of this server.' } },
    handle: async (_request, { version }) => {
      made ??= document(version);
      return { status: 200, body: made };
    },
  });
}
