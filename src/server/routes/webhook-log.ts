import { z } from 'zod';
import { recoverAction } from '../../app/bulk/bulk-action.js';
import { deliveryObject } from '../../app/documents/log/delivery-objects.js';
import { endpointStatisticsObject } from '../../app/documents/log/statistics-objects.js';
import { type FoundEndpoint, findEndpoint } from '../../app/endpoints/find-endpoint.js';
import { sendSample } from '../../app/endpoints/send-sample.js';
import { readDelivery } from '../../app/log/read-delivery.js';
import { retryDelivery } from '../../app/log/retry-delivery.js';
import type { Connection } from '../../database/connection.js';
import { ConfitureError } from '../../errors.js';
import { readEndpointStatistics } from '../../outbox/log/endpoint-statistics.js';
import type { Scope } from '../../storage/scope.js';
import { callerOf } from '../caller.js';
import { defineRoute } from '../route.js';
import { DeliveryList, EndpointStatistics, filterFields, RetriedDelivery } from '../schemas/deliveries.js';
import { RecoverRequest, StartedJob } from '../schemas/jobs.js';
import { pageQuery } from '../schemas/paging.js';
import type { ServerContext } from '../server-context.js';
import { filterOf, pageOfDeliveries } from './deliveries.js';
import { noEndpoint, startedJob } from './jobs.js';

const id = z.string().max(400).meta({ description: 'Id of the endpoint, or its name.' });
const { endpoint: _endpoint, ...filterOfOne } = filterFields;

const listAll = defineRoute({
  method: 'get',
  path: '/webhooks/{id}/deliveries',
  operationId: 'listDeliveriesOfWebhook',
  tag: 'webhooks',
  summary: 'Lists the deliveries of one endpoint with their attempts, newest first.',
  scope: 'read',
  params: z.strictObject({ id }),
  query: z.strictObject({ ...pageQuery, ...filterOfOne }),
  answers: { 200: { schema: DeliveryList, description: 'A page of deliveries.' } },
  problems: ['DELIVERY_UNKNOWN', 'CURSOR_INVALID'],
  handle: async ({ params, query }, server) => {
    const filter = filterOf(query, server);
    const body = await server.withConnection(async (connection, scope) => {
      const { name } = await foundEndpoint(server, connection, scope, params.id);
      return pageOfDeliveries(connection, scope, { ...filter, endpoint: name }, query);
    });
    return { status: 200, body };
  },
});

const retryOne = defineRoute({
  method: 'post',
  path: '/webhooks/{id}/deliveries/{delivery_id}/retry',
  operationId: 'retryDelivery',
  tag: 'webhooks',
  summary: 'Makes one delivery due now, at the start of its schedule.',
  scope: 'operate',
  params: z.strictObject({ id, delivery_id: z.string().max(100) }),
  answers: {
    200: { schema: RetriedDelivery, description: 'The delivery, and what to know of this retry.' },
  },
  problems: ['DELIVERY_UNKNOWN', 'DELIVERY_BUSY'],
  handle: async (request, server) => {
    const { id: endpointId, delivery_id: deliveryId } = request.params;
    const body = await server.withConnection(async (connection, scope) => {
      const { name } = await foundEndpoint(server, connection, scope, endpointId);
      const read = () => readDelivery(server.project, connection, scope, deliveryId, server.version);
      const before = await read();
      if (before.delivery.endpoint !== name) throw ofAnother(deliveryId, name);
      const warnings = await retryDelivery(connection, scope, before, callerOf(request));
      const { delivery, attempts } = await read();
      return { ...deliveryObject(delivery, attempts), warnings: [...warnings] };
    });
    return { status: 200, body };
  },
});

const statistics = defineRoute({
  method: 'get',
  path: '/webhooks/{id}/statistics',
  operationId: 'getWebhookStatistics',
  tag: 'webhooks',
  summary:
    'Says how an endpoint does: counts to ten thousand, durations of its newest attempts, what waits longest.',
  scope: 'read',
  params: z.strictObject({ id }),
  answers: { 200: { schema: EndpointStatistics, description: 'The figures.' } },
  problems: ['DELIVERY_UNKNOWN'],
  handle: async ({ params }, server) => {
    const { name, found } = await server.withConnection(async (connection, scope) => {
      const endpoint = await foundEndpoint(server, connection, scope, params.id);
      return { name: endpoint.name, found: await readEndpointStatistics(connection, scope, endpoint.name) };
    });
    return { status: 200, body: endpointStatisticsObject(name, found) };
  },
});

const recover = defineRoute({
  method: 'post',
  path: '/webhooks/{id}/recover',
  operationId: 'recoverWebhook',
  tag: 'webhooks',
  summary:
    'Sends a test event, and on a 2xx answer puts all failed deliveries of the endpoint back, as a job.',
  description: 'The oldest come first, a few in a second, and new events go before them.',
  scope: 'operate',
  params: z.strictObject({ id }),
  body: RecoverRequest.optional(),
  answers: {
    202: {
      schema: StartedJob,
      description: 'The endpoint answered; the job that puts its deliveries back.',
      headers: { location: 'Where the job can be followed.' },
    },
  },
  problems: ['DELIVERY_UNKNOWN', 'PROBE_FAILED'],
  handle: async (request, server) => {
    const { params, body, signal } = request;
    const found = await server.withConnection((connection, scope) =>
      foundEndpoint(server, connection, scope, params.id),
    );
    const { since, per_second: perSecond } = body ?? {};
    const action = recoverAction(found.name, { since, perSecond }, server.now().getTime());
    if (found.endpoint === null) throw noEndpoint(params.id);
    const { settings, version } = server;
    const { outcome } = await sendSample('webhook.test', found.endpoint, { settings, version, signal });
    if (outcome.kind !== 'delivered') throw notAccepted(found.name, outcome.text);
    return startedJob(request, server, action);
  },
});

/** @throws DELIVERY_UNKNOWN */
async function foundEndpoint(
  server: ServerContext,
  connection: Connection,
  scope: Scope,
  idOrName: string,
): Promise<FoundEndpoint> {
  const found = await findEndpoint(server.project, connection, scope, idOrName);
  if (found === null) throw noEndpoint(idOrName);
  return found;
}

function ofAnother(id: string, endpoint: string): ConfitureError {
  return new ConfitureError('DELIVERY_UNKNOWN', `${id} is no delivery of endpoint ${endpoint}`, {
    hint: 'GET /v1/deliveries/{id} says which endpoint it is for.',
  });
}

function notAccepted(name: string, result: string): ConfitureError {
  return new ConfitureError('PROBE_FAILED', `endpoint ${name} did not accept the test event: ${result}`, {
    hint: 'Nothing was put back. Mend the receiver or the endpoint, and ask again.',
  });
}

export const webhookLogRoutes = [listAll, retryOne, statistics, recover];
