import { z } from 'zod';
import {
  attemptObject,
  deliveryDetailObject,
  deliveryObject,
  listedAttemptObject,
} from '../../app/documents/log/delivery-objects.js';
import { cappedCountObject } from '../../app/documents/log/statistics-objects.js';
import { pageDocument, readPage } from '../../app/lists/page.js';
import { type LooseFilterText, readFilter, writtenFilter } from '../../app/lists/read-filter.js';
import { readDelivery } from '../../app/log/read-delivery.js';
import type { Connection } from '../../database/connection.js';
import { countListed } from '../../outbox/log/count.js';
import type { DeliveryFilter } from '../../outbox/log/delivery-filter.js';
import { deliveryKey, listDeliveries } from '../../outbox/log/list.js';
import { attemptKey, listAttemptsFor, listAttemptsOf } from '../../outbox/log/list-attempts.js';
import type { Scope } from '../../storage/scope.js';
import { defineRoute } from '../route.js';
import {
  AttemptList,
  CappedCount,
  DeliveryAttemptList,
  DeliveryDetail,
  DeliveryList,
  filterFields,
} from '../schemas/deliveries.js';
import { pageQuery, pageRequest } from '../schemas/paging.js';
import type { ServerContext } from '../server-context.js';

const params = z.strictObject({ id: z.string().max(100) });
const listQuery = z.strictObject({ ...pageQuery, ...filterFields });
type ListQuery = z.output<typeof listQuery>;

const listAll = defineRoute({
  method: 'get',
  path: '/deliveries',
  operationId: 'listDeliveries',
  tag: 'deliveries',
  summary: 'Lists deliveries with their attempts, newest first.',
  scope: 'read',
  query: listQuery,
  answers: { 200: { schema: DeliveryList, description: 'A page of deliveries.' } },
  problems: ['CURSOR_INVALID'],
  handle: async ({ query }, server) => {
    const body = await server.withConnection((connection, scope) =>
      pageOfDeliveries(connection, scope, filterOf(query, server), query),
    );
    return { status: 200, body };
  },
});

const count = defineRoute({
  method: 'get',
  path: '/deliveries/count',
  operationId: 'countDeliveries',
  tag: 'deliveries',
  summary: 'Counts deliveries, to ten thousand.',
  scope: 'read',
  query: z.strictObject(filterFields),
  answers: { 200: { schema: CappedCount, description: 'How many there are.' } },
  handle: async ({ query }, server) => {
    const counted = await server.withConnection((connection, scope) =>
      countListed(connection, scope, filterOf(query, server)),
    );
    return { status: 200, body: cappedCountObject(counted) };
  },
});

const getOne = defineRoute({
  method: 'get',
  path: '/deliveries/{id}',
  operationId: 'getDelivery',
  tag: 'deliveries',
  summary: 'Shows one delivery with its event, its attempts, and what its endpoint is sent.',
  scope: 'read',
  params,
  answers: { 200: { schema: DeliveryDetail, description: 'The delivery.' } },
  problems: ['DELIVERY_UNKNOWN'],
  handle: async ({ params: { id } }, server) => {
    const detail = await server.withConnection((connection, scope) =>
      readDelivery(server.project, connection, scope, id, server.version),
    );
    return { status: 200, body: deliveryDetailObject(detail) };
  },
});

const listAttemptsOfOne = defineRoute({
  method: 'get',
  path: '/deliveries/{id}/attempts',
  operationId: 'listAttemptsOfDelivery',
  tag: 'deliveries',
  summary: 'Lists the attempts of one delivery, newest first.',
  scope: 'read',
  params,
  query: z.strictObject(pageQuery),
  answers: { 200: { schema: DeliveryAttemptList, description: 'A page of attempts.' } },
  problems: ['DELIVERY_UNKNOWN', 'CURSOR_INVALID'],
  handle: async ({ params: { id }, query }, server) => {
    const page = await server.withConnection(async (connection, scope) => {
      await readDelivery(server.project, connection, scope, id, server.version);
      return pageOfAttempts(connection, scope, { id }, query);
    });
    return { status: 200, body: pageDocument(page, (attempt) => attemptObject(attempt, null)) };
  },
});

const listAttempts = defineRoute({
  method: 'get',
  path: '/attempts',
  operationId: 'listAttempts',
  tag: 'deliveries',
  summary: 'Lists attempts of deliveries; those of one delivery stand together, the newest event first.',
  description: 'Status and error are those of the last attempt of a delivery.',
  scope: 'read',
  query: listQuery,
  answers: { 200: { schema: AttemptList, description: 'A page of attempts.' } },
  problems: ['CURSOR_INVALID'],
  handle: async ({ query }, server) => {
    const page = await server.withConnection((connection, scope) =>
      pageOfAttempts(connection, scope, filterOf(query, server), query),
    );
    return { status: 200, body: pageDocument(page, listedAttemptObject) };
  },
});

/** The filter in a query or a body. @throws FLAG_INVALID */
export function filterOf(text: LooseFilterText, { now }: Pick<ServerContext, 'now'>): DeliveryFilter {
  return readFilter(writtenFilter(text), now().getTime());
}

/** A page of deliveries, each with its attempts. */
export async function pageOfDeliveries(
  connection: Connection,
  scope: Scope,
  filter: DeliveryFilter,
  query: Pick<ListQuery, 'limit' | 'cursor' | 'order'>,
) {
  const page = await readPage(
    {
      list: 'deliveries',
      read: (keyset) => listDeliveries(connection, scope, { ...filter, ...keyset }),
      keyOf: deliveryKey,
    },
    pageRequest(query),
  );
  const attempts = await listAttemptsFor(
    connection,
    page.data.map(({ id }) => id),
  );
  return pageDocument(page, (delivery) =>
    deliveryObject(
      delivery,
      attempts.filter(({ deliveryId }) => deliveryId === delivery.id),
    ),
  );
}

function pageOfAttempts(
  connection: Connection,
  scope: Scope,
  filter: DeliveryFilter,
  query: Pick<ListQuery, 'limit' | 'cursor' | 'order'>,
) {
  const source = {
    list: 'attempts',
    read: (keyset: Parameters<typeof listAttemptsOf>[3]) => listAttemptsOf(connection, scope, filter, keyset),
    keyOf: attemptKey,
  };
  return readPage(source, pageRequest(query));
}

export const deliveryRoutes = [listAll, count, getOne, listAttemptsOfOne, listAttempts];
