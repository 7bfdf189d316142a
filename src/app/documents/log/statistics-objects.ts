import type { EndpointStatistics } from '../../../outbox/log/endpoint-statistics.js';
import type { DeliveryStatistics, SpanOfEndpoint } from '../../../outbox/log/statistics/read-statistics.js';

/** A count that ends somewhere. */
export function cappedCountObject({
  count,
  isCapped,
}: {
  readonly count: number;
  readonly isCapped: boolean;
}) {
  return { count, capped: isCapped };
}

/** What became of deliveries over a span of time. */
export function deliveryStatisticsObject(found: DeliveryStatistics) {
  return {
    now: found.now.toISOString(),
    bucket_seconds: found.bucketSeconds,
    buckets: found.buckets.map(({ start, isCapped, p50Ms, p95Ms, ...counts }) => ({
      start: start.toISOString(),
      ...counts,
      capped: isCapped,
      p50_ms: p50Ms,
      p95_ms: p95Ms,
    })),
    endpoints: found.endpoints.map(spanObject),
  };
}

/** How one endpoint does. */
export function endpointStatisticsObject(endpoint: string, found: EndpointStatistics) {
  return {
    endpoint,
    delivered: cappedCountObject(found.delivered),
    waiting: cappedCountObject(found.waiting),
    failed: cappedCountObject(found.failed),
    discarded: cappedCountObject(found.discarded),
    success_rate: successRate(found.delivered.count, found.failed.count),
    p50_ms: found.p50Ms,
    p95_ms: found.p95Ms,
    oldest_waiting_at: found.oldestWaitingAt?.toISOString() ?? null,
  };
}

function spanObject({ hook, endpoint, delivered, failed, oldestWaitingAt }: SpanOfEndpoint) {
  const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  return {
    hook,
    endpoint,
    delivered: [...delivered],
    failed: [...failed],
    success_rate: successRate(sumOf(delivered), sumOf(failed)),
    oldest_waiting_at: oldestWaitingAt?.toISOString() ?? null,
  };
}

/** Part of what was settled; null where nothing was. */
function successRate(delivered: number, failed: number): number | null {
  const settled = delivered + failed;
  return settled === 0 ? null : delivered / settled;
}
