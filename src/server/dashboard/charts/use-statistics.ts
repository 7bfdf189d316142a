import { useQuery } from '@tanstack/react-query';
import { dataOf } from '../api/client.js';
import { type DeliveryStatistics, getDeliveryStatistics } from '../api/generated.js';

export type Bucket = DeliveryStatistics['buckets'][number];

const POLL_MS = 30_000;

/**
 * What became of deliveries over a day, hour by hour, of all endpoints or of one; asked for twice a minute. Charts of one
 * screen share the answer.
 */
export function useStatistics(endpoint: string | null = null) {
  return useQuery({
    queryKey: ['statistics of a day', endpoint],
    queryFn: () => dataOf(getDeliveryStatistics(endpoint === null ? {} : { endpoint })),
    refetchInterval: POLL_MS,
    meta: { ownPace: true },
  });
}
