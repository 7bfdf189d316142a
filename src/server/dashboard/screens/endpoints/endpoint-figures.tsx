import { useQuery } from '@tanstack/react-query';
import { dataOf } from '../../api/client.js';
import { type EndpointStatistics, getWebhookStatistics } from '../../api/generated.js';
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

/** One figure of an endpoint, in its cell. */
export function EndpointFigures({ id, show }: { readonly id: string; readonly show: 'rate' | 'oldest' }) {
  const statistics = useEndpointStatistics(id);
  if (statistics === undefined) return <span>…</span>;
  if (show === 'oldest') return <TimeAgo at={statistics.oldest_waiting_at} />;
  return <span>{rateText(statistics.success_rate)}</span>;
}

export function rateText(rate: number | null): string {
  if (rate === null) return '–';
  return rate > 0.995 && rate < 1 ? '> 99 %' : `${Math.round(rate * 100)} %`;
}
