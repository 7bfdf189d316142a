import { readDeliveryStatistics, type SpanOfEndpoint } from '../../outbox/log/statistics/read-statistics.js';
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
    return {
      status: 200,
      body: {
        now: found.now.toISOString(),
        bucket_seconds: found.bucketSeconds,
        buckets: found.buckets.map(({ start, isCapped, p50Ms, p95Ms, ...counts }) => ({
          start: start.toISOString(),
          ...counts,
          capped: isCapped,
          p50_ms: p50Ms,
          p95_ms: p95Ms,
        })),
        endpoints: found.endpoints.map(endpointObject),
      },
    };
  },
});

function endpointObject({ hook, endpoint, delivered, failed, oldestWaitingAt }: SpanOfEndpoint) {
  const [done, lost] = [delivered, failed].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  const settled = (done ?? 0) + (lost ?? 0);
  return {
    hook,
    endpoint,
    delivered: [...delivered],
    failed: [...failed],
    success_rate: settled === 0 ? null : (done ?? 0) / settled,
    oldest_waiting_at: oldestWaitingAt?.toISOString() ?? null,
  };
}

export const statisticsRoutes = [ofDeliveries];
