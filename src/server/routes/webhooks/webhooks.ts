import { z } from 'zod';
import { createEndpoint } from '../../../app/endpoints/stored/change/create-endpoint.js';
import { removeEndpoint } from '../../../app/endpoints/stored/change/remove-endpoint.js';
import { updateEndpoint } from '../../../app/endpoints/stored/change/update-endpoint.js';
import { readEndpoint, readEndpoints } from '../../../app/endpoints/stored/read-endpoints.js';
import { showRow } from '../../../app/endpoints/stored/show-row.js';
import type { ShownEndpoint } from '../../../app/endpoints/stored/shown-endpoint.js';
import { pageDocument, readPage } from '../../../app/lists/page.js';
import type { Keyset } from '../../../storage/keyset.js';
import { callerOf } from '../../caller.js';
import { entityTag, requireMatch } from '../../conventions/entity-tag.js';
import { defineRoute } from '../../route.js';
import { pageQuery, pageRequest } from '../../schemas/paging.js';
import {
  RemovedWebhook,
  Webhook,
  WebhookList,
  WebhookPatch,
  WebhookRequest,
  WebhookWithSecret,
} from '../../schemas/webhook.js';
import { webhookActionRoutes } from './webhook-actions.js';
import { partsOfBody, webhookBody, webhookParams } from './webhook-body.js';

const ETAG = { ETag: 'For `If-Match` of a change.' };

const list = defineRoute({
  method: 'get',
  path: '/webhooks',
  operationId: 'listWebhooks',
  tag: 'webhooks',
  summary: 'Lists endpoints, whatever their source, the newest first.',
  scope: 'read',
  query: z.strictObject({
    ...pageQuery,
    source: z.enum(['environment', 'config', 'database']).optional(),
    state: z.enum(['enabled', 'disabled']).optional(),
  }),
  answers: { 200: { schema: WebhookList, description: 'A page of endpoints.' } },
  handle: async ({ query }, { withConnection, settings }) => {
    const all = await withConnection((connection, scope) => readEndpoints({ connection, scope, settings }));
    const chosen = all.filter(
      ({ source, state }) => source === (query.source ?? source) && state === (query.state ?? state),
    );
    const source = { list: 'webhooks', read: async (keyset: Keyset) => rowsOf(chosen, keyset), keyOf };
    return { status: 200, body: pageDocument(await readPage(source, pageRequest(query)), webhookBody) };
  },
});

const create = defineRoute({
  method: 'post',
  path: '/webhooks',
  operationId: 'createWebhook',
  tag: 'webhooks',
  summary: 'Makes an endpoint in the database.',
  description: 'Its secret is shown in this answer alone.',
  scope: 'manage',
  body: WebhookRequest,
  shownOnce: ['secret'],
  answers: {
    201: {
      schema: WebhookWithSecret,
      description: 'The new endpoint.',
      headers: { Location: 'Its path.', ...ETAG },
    },
  },
  problems: ['ENDPOINT_INVALID', 'ENDPOINT_EXISTS', 'MASTER_KEY_MISSING', 'MASTER_KEY_INVALID'],
  handle: async (request, server) => {
    const { name, secret, ...parts } = request.body;
    return server.withConnection(async (connection, scope) => {
      const context = { ...server.project, connection, scope, by: callerOf(request) };
      const named = { ...(name !== undefined && { name }), ...(secret !== undefined && { secret }) };
      const created = await createEndpoint(context, { url: parts.url, ...partsOfBody(parts), ...named });
      const shown = await showRow(context, created.row);
      return {
        status: 201,
        headers: { location: server.link(`/v1/webhooks/${shown.id}`), etag: entityTag(shown) },
        body: { ...webhookBody(shown), secret: created.secret },
      };
    });
  },
});

const get = defineRoute({
  method: 'get',
  path: '/webhooks/{id}',
  operationId: 'getWebhook',
  tag: 'webhooks',
  summary: 'Gives one endpoint.',
  scope: 'read',
  params: webhookParams,
  answers: { 200: { schema: Webhook, description: 'The endpoint.', headers: ETAG } },
  problems: ['ENDPOINT_UNKNOWN'],
  handle: async ({ params: { id } }, { withConnection, settings }) => {
    const shown = await withConnection((connection, scope) =>
      readEndpoint({ connection, scope, settings }, id),
    );
    return { status: 200, headers: tagOf(shown), body: webhookBody(shown) };
  },
});

const update = defineRoute({
  method: 'patch',
  path: '/webhooks/{id}',
  operationId: 'updateWebhook',
  tag: 'webhooks',
  summary: 'Changes an endpoint of the database.',
  description: 'What waits for it is sent as it is then.',
  scope: 'manage',
  params: webhookParams,
  body: WebhookPatch,
  answers: { 200: { schema: Webhook, description: 'The endpoint as it is now.', headers: ETAG } },
  problems: [
    'ENDPOINT_UNKNOWN',
    'ENDPOINT_FIXED',
    'ENDPOINT_INVALID',
    'ENDPOINT_LOCKED',
    'PRECONDITION_FAILED',
  ],
  handle: async (request, { withConnection, project }) => {
    const { id } = request.params;
    const expect = (shown: ShownEndpoint) => requireMatch(request.ifMatch, shown);
    const { url, headers, ...parts } = request.body;
    const patch = {
      ...partsOfBody(parts),
      ...(url !== undefined && { url }),
      ...(headers !== undefined && { headers }),
    };
    const shown = await withConnection(async (connection, scope) => {
      const context = { ...project, connection, scope, by: callerOf(request) };
      return showRow(context, await updateEndpoint(context, { idOrName: id, expect }, patch));
    });
    return { status: 200, headers: tagOf(shown), body: webhookBody(shown) };
  },
});

const remove = defineRoute({
  method: 'delete',
  path: '/webhooks/{id}',
  operationId: 'deleteWebhook',
  tag: 'webhooks',
  summary: 'Removes an endpoint of the database.',
  scope: 'manage',
  params: webhookParams,
  query: z.strictObject({
    force: z.stringbool().default(false).meta({
      description: 'Also where events wait for it: they are discarded, and stay visible.',
    }),
  }),
  answers: { 200: { schema: RemovedWebhook, description: 'What was removed.' } },
  problems: ['ENDPOINT_UNKNOWN', 'ENDPOINT_FIXED', 'ENDPOINT_UNDELIVERED', 'PRECONDITION_FAILED'],
  handle: async (request, { withConnection, project }) => {
    const choice = {
      idOrName: request.params.id,
      expect: (shown: ShownEndpoint) => requireMatch(request.ifMatch, shown),
    };
    const { row, discarded } = await withConnection((connection, scope) =>
      removeEndpoint({ ...project, connection, scope, by: callerOf(request) }, choice, request.query),
    );
    return { status: 200, body: { id: row.id, name: row.name, discarded } };
  },
});

function tagOf(shown: ShownEndpoint): Record<string, string> {
  return { etag: entityTag(shown) };
}

/** The newest first; those that are set elsewhere have no time, and come before them. */
function keyOf({ created_at: createdAt, id }: ShownEndpoint): readonly string[] {
  return [createdAt ?? '~', id];
}

/** There are few enough to be sorted here. */
function rowsOf(all: readonly ShownEndpoint[], { after, order, limit }: Keyset): ShownEndpoint[] {
  const compare = (a: readonly string[], b: readonly string[]) =>
    JSON.stringify(a) < JSON.stringify(b) ? -1 : JSON.stringify(a) > JSON.stringify(b) ? 1 : 0;
  const sign = order === 'asc' ? 1 : -1;
  return all
    .filter((row) => after === null || sign * compare(keyOf(row), after) > 0)
    .sort((a, b) => sign * compare(keyOf(a), keyOf(b)))
    .slice(0, limit);
}

export const webhookRoutes = [list, create, get, update, remove, ...webhookActionRoutes];
