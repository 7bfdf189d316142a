import { sampleObject } from '../../../app/documents/endpoints.js';
import { sampleFacts } from '../../../app/endpoints/sample-facts.js';
import { sendSample } from '../../../app/endpoints/send-sample.js';
import type { EndpointChoice } from '../../../app/endpoints/stored/change/locked-change.js';
import { rotateSecret } from '../../../app/endpoints/stored/change/rotate-secret.js';
import { disableEndpoint, enableEndpoint } from '../../../app/endpoints/stored/change/switch-endpoint.js';
import type { ManageContext } from '../../../app/endpoints/stored/manage-context.js';
import { openEndpoint, readEndpoint } from '../../../app/endpoints/stored/read-endpoints.js';
import { showRow } from '../../../app/endpoints/stored/show-row.js';
import type { ShownEndpoint } from '../../../app/endpoints/stored/shown-endpoint.js';
import type { EventType } from '../../../events/event.js';
import { checkEventType } from '../../../events/patterns.js';
import { callerOf } from '../../caller.js';
import { entityTag, requireMatch } from '../../conventions/entity-tag.js';
import { RequestInvalid } from '../../conventions/problem.js';
import { defineRoute, type RouteRequest } from '../../route.js';
import {
  DisableRequest,
  RotationRequest,
  Webhook,
  WebhookTestRequest,
  WebhookTestResult,
  WebhookWithSecret,
} from '../../schemas/webhook.js';
import type { ServerContext } from '../../server-context.js';
import { webhookBody, webhookParams } from './webhook-body.js';

const test = defineRoute({
  method: 'post',
  path: '/webhooks/{id}/test',
  operationId: 'testWebhook',
  tag: 'webhooks',
  summary: 'Sends a signed sample event once, and shows what came back.',
  description: 'Whatever the endpoint subscribes to; nothing is stored.',
  scope: 'manage',
  params: webhookParams,
  body: WebhookTestRequest.optional(),
  answers: {
    200: { schema: WebhookTestResult, description: 'The attempt, whether it was accepted or not.' },
  },
  problems: ['ENDPOINT_UNKNOWN', 'ENDPOINT_LOCKED'],
  handle: async ({ params: { id }, body, signal }, { withConnection, settings, version }) => {
    const type = eventTypeOf(body?.event_type ?? 'webhook.test');
    const endpoint = await withConnection((connection, scope) =>
      openEndpoint({ connection, scope, settings }, id),
    );
    const sent = await sendSample(type, endpoint, { settings, version, signal });
    return { status: 200, body: sampleObject(sampleFacts(sent, endpoint, type)) };
  },
});

const rotate = defineRoute({
  method: 'post',
  path: '/webhooks/{id}/rotate',
  operationId: 'rotateWebhookSecret',
  tag: 'webhooks',
  summary: 'Gives an endpoint of the database a new signing secret.',
  description: 'The one before signs beside it for a while. The new one is shown in this answer alone.',
  scope: 'manage',
  params: webhookParams,
  body: RotationRequest.optional(),
  shownOnce: ['secret'],
  answers: { 200: { schema: WebhookWithSecret, description: 'The endpoint as it is now.' } },
  problems: [
    'ENDPOINT_UNKNOWN',
    'ENDPOINT_FIXED',
    'ENDPOINT_INVALID',
    'ENDPOINT_LOCKED',
    'PRECONDITION_FAILED',
  ],
  handle: async (request, { withConnection, project }) => {
    const { secret, overlap_seconds: overlapSeconds } = request.body ?? {};
    const choice = {
      idOrName: request.params.id,
      expect: (shown: ShownEndpoint) => requireMatch(request.ifMatch, shown),
    };
    return withConnection(async (connection, scope) => {
      const context = { ...project, connection, scope, by: callerOf(request) };
      const rotated = await rotateSecret(context, choice, {
        ...(secret !== undefined && { secret }),
        ...(overlapSeconds !== undefined && { overlapSeconds }),
      });
      const shown = await showRow(context, rotated.row);
      return {
        status: 200,
        headers: { etag: entityTag(shown) },
        body: { ...webhookBody(shown), secret: rotated.secret },
      };
    });
  },
});

const switchFacts = {
  tag: 'webhooks',
  scope: 'manage',
  params: webhookParams,
  answers: { 200: { schema: Webhook, description: 'The endpoint as it is now.' } },
  problems: ['ENDPOINT_UNKNOWN'],
} as const;

const enable = defineRoute({
  ...switchFacts,
  method: 'post',
  path: '/webhooks/{id}/enable',
  operationId: 'enableWebhook',
  summary: 'Sends to an endpoint again, whatever its source.',
  description:
    'It gets what happens from now on. What has waited meanwhile is given up as failed, and sent where it is retried or recovered.',
  handle: (request, server) => switched(request, server, enableEndpoint),
});

const disable = defineRoute({
  ...switchFacts,
  method: 'post',
  path: '/webhooks/{id}/disable',
  operationId: 'disableWebhook',
  summary: 'Sends nothing to an endpoint until it is enabled, whatever its source.',
  description: 'Its events are stored all the same.',
  body: DisableRequest.optional(),
  handle: (request, server) =>
    switched(request, server, (context, choice) => disableEndpoint(context, choice, { ...request.body })),
});

async function switched(
  request: Pick<RouteRequest, 'actor' | 'requestId'> & { readonly params: { readonly id: string } },
  { withConnection, project }: ServerContext,
  change: (context: ManageContext, choice: EndpointChoice) => Promise<unknown>,
) {
  const { id } = request.params;
  const shown = await withConnection(async (connection, scope) => {
    const context = { ...project, connection, scope, by: callerOf(request) };
    await change(context, { idOrName: id });
    return readEndpoint(context, id);
  });
  return { status: 200 as const, body: webhookBody(shown) };
}

function eventTypeOf(type: string): EventType {
  const fault = checkEventType(type);
  if (fault === undefined) return type as EventType;
  throw new RequestInvalid([{ pointer: '/event_type', detail: fault.message }]);
}

export const webhookActionRoutes = [test, rotate, enable, disable];
