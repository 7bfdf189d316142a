import { z } from 'zod';
import { eventDetailObject, eventObject } from '../../app/documents/log/delivery-objects.js';
import { cappedCountObject } from '../../app/documents/log/statistics-objects.js';
import { pageDocument, readPage } from '../../app/lists/page.js';
import { ConfitureError } from '../../errors.js';
import { listDeliveriesOfEvent } from '../../outbox/log/list.js';
import { listAttemptsFor } from '../../outbox/log/list-attempts.js';
import { countEvents, listEvents, readStoredEvent } from '../../outbox/log/list-events.js';
import { RETENTION_DAYS } from '../../outbox/log/prune.js';
import type { EventFilter } from '../../outbox/log/query/event-filter.js';
import { defineRoute } from '../route.js';
import { CappedCount, eventFilterFields } from '../schemas/deliveries.js';
import { EventDetail, EventList } from '../schemas/events.js';
import { pageQuery, pageRequest } from '../schemas/paging.js';
import { filterOf } from './deliveries.js';

const listAll = defineRoute({
  method: 'get',
  path: '/events',
  operationId: 'listEvents',
  tag: 'events',
  summary: 'Lists events with what has become of their deliveries, newest first.',
  scope: 'read',
  query: z.strictObject({ ...pageQuery, ...eventFilterFields }),
  answers: { 200: { schema: EventList, description: 'A page of events.' } },
  problems: ['CURSOR_INVALID'],
  handle: async ({ query }, server) => {
    const filter: EventFilter = filterOf(query, server);
    const page = await server.withConnection((connection, scope) =>
      readPage(
        {
          list: 'events',
          read: (keyset) => listEvents(connection, scope, filter, keyset),
          keyOf: ({ id }) => [id],
        },
        pageRequest(query),
      ),
    );
    return { status: 200, body: pageDocument(page, eventObject) };
  },
});

const count = defineRoute({
  method: 'get',
  path: '/events/count',
  operationId: 'countEvents',
  tag: 'events',
  summary: 'Counts events, to ten thousand.',
  scope: 'read',
  query: z.strictObject(eventFilterFields),
  answers: { 200: { schema: CappedCount, description: 'How many there are.' } },
  handle: async ({ query }, server) => {
    const filter: EventFilter = filterOf(query, server);
    const counted = await server.withConnection((connection, scope) =>
      countEvents(connection, scope, filter),
    );
    return { status: 200, body: cappedCountObject(counted) };
  },
});

/** More endpoints than this have no event. */
const MOST_DELIVERIES = 1_000;

const getOne = defineRoute({
  method: 'get',
  path: '/events/{id}',
  operationId: 'getEvent',
  tag: 'events',
  summary: 'Shows one event with all its deliveries and attempts.',
  scope: 'read',
  params: z.strictObject({ id: z.string().max(100) }),
  answers: { 200: { schema: EventDetail, description: 'The event.' } },
  problems: ['EVENT_UNKNOWN'],
  handle: async ({ params: { id } }, server) => {
    const body = await server.withConnection(async (connection, scope) => {
      const event = await readStoredEvent(connection, scope, id);
      if (event === null) throw noEvent(id);
      const deliveries = await listDeliveriesOfEvent(connection, scope, id, MOST_DELIVERIES);
      const attempts = await listAttemptsFor(
        connection,
        deliveries.map((delivery) => delivery.id),
      );
      return eventDetailObject(event, deliveries, attempts);
    });
    return { status: 200, body };
  },
});

function noEvent(id: string): ConfitureError {
  return new ConfitureError('EVENT_UNKNOWN', `there is no event ${id}`, {
    hint: `Events are kept for ${RETENTION_DAYS} days, and as long as one of their deliveries waits.`,
  });
}

export const eventRoutes = [listAll, count, getOne];
