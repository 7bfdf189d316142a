import { useQuery } from '@tanstack/react-query';
import { dataOf } from '../../api/client.js';
import { type EndpointStatistics, getWebhookStatistics } from '../../api/generated.js';
import { SparkLine } from '../../charts/spark-line.js';
import { useStatistics } from '../../charts/use-statistics.js';
import { FigureSkeleton } from '../../parts/skeleton.js';
import { TimeAgo } from '../../time/time-ago.js';

const POLL_MS = 15_000;

/** What became of an endpoint's deliveries. */
export function useEndpointStatistics(id: string): EndpointStatistics | undefined {
  const { data } = useQuery({
    queryKey: ['statistics', id],
    queryFn: () => dataOf(getWebhookStatistics(id)),
    refetchInterval: POLL_MS,
    meta: { ownPace: true },
  });
  return data;
}

/** One figure of an endpoint over a day, in its cell. */
export function EndpointFigures({
  name,
  show,
}: {
  readonly name: string;
  readonly show: 'rate' | 'oldest' | 'line';
}) {
  const { data } = useStatistics();
  if (data === undefined) return <FigureSkeleton />;
  const found = data.endpoints.find(({ hook, endpoint }) => hook === 'webhooks' && endpoint === name);
  if (show === 'oldest') return <TimeAgo at={found?.oldest_waiting_at ?? null} />;
  if (show === 'rate') return <span>{rateText(found?.success_rate ?? null)}</span>;
  return <SparkLine delivered={found?.delivered ?? []} failed={found?.failed ?? []} />;
}

export function rateText(rate: number | null): string {
  if (rate === null) return '–';
  return rate > 0.995 && rate < 1 ? '> 99 %' : `${Math.round(rate * 100)} %`;
}
