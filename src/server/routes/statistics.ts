import { deliveryStatisticsObject } from '../../app/documents/log/statistics-objects.js';
import { readDeliveryStatistics } from '../../outbox/log/statistics/read-statistics.js';
import { defineRoute } from '../route.js';
import { DeliveryStatistics, statisticsQuery } from '../schemas/statistics.js';

const ofDeliveries = defineRoute({
  method: 'get',
  path: '/deliveries/statistics',
  operationId: 'getDeliveryStatistics',
  tag: 'deliveries',
  summary:
    'Says what became of deliveries over a span of time, how long attempts took, and how each endpoint does.',
  description:
    'Of each bucket the newest ten thousand are counted. A retry takes a delivery out of where it was settled before.',
  scope: 'read',
  query: statisticsQuery,
  answers: { 200: { schema: DeliveryStatistics, description: 'The figures.' } },
  handle: async ({ query: { span, endpoint = null } }, server) => {
    const found = await server.withConnection((connection, scope) =>
      readDeliveryStatistics(connection, scope, { span, endpoint }),
    );
    return { status: 200, body: deliveryStatisticsObject(found) };
  },
});

export const statisticsRoutes = [ofDeliveries];
