import { eventTypes } from '../../events/patterns.js';
import type { Route } from '../route.js';
import { operationOf } from './operation.js';
import { SchemaCollection } from './schema-collection.js';
import { tagsOf } from './tags.js';
import { webhookOf } from './webhook.js';

/** The OpenAPI 3.1 document of these routes, made from the schemas that check their requests and answers. */
export function openApiDocument(routes: readonly Route[], version: string) {
  const schemas = new SchemaCollection();
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = `${route.isOutsideV1 ? '' : '/v1'}${route.path}`;
    paths[path] = { ...paths[path], [route.method]: operationOf(route, schemas) };
  }
  const webhooks = Object.fromEntries(eventTypes.map((type) => [type, { post: webhookOf(type) }]));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Confiture',
      version,
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'This server.' }],
    tags: tagsOf([...routes.map(({ tag }) => tag), 'webhooks']),
    paths,
    webhooks,
    components: {
      schemas: schemas.all(),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'Made by `confiture serve token create`.' },
      },
    },
  };
}

const DESCRIPTION = `Migrations, their events, and the endpoints these reach. Times are RFC 3339 in UTC; lists are \
paged by cursor; a problem is told as RFC 9457 says, with a code of docs/errors.md. Unknown parameters and fields are \
refused. A POST can be repeated safely with an Idempotency-Key.`;
