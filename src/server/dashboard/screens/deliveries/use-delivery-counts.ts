import { useQuery } from '@tanstack/react-query';
import { dataOf } from '../../api/client.js';
import { countDeliveries, type DeliveryFilter } from '../../api/generated.js';
import type { DeliveryCounts, UndeliveredCounts } from './delivery-leads.js';

const POLL_MS = 5_000;

/** How many deliveries a filter has, at its own pace: a count reads ten thousand rows. */
export function useDeliveryCounts(filter: DeliveryFilter): DeliveryCounts | undefined {
  const { data } = useQuery({
    queryKey: ['deliveries', 'counts', filter],
    queryFn: async () => {
      const [all, undelivered] = await Promise.all([
        countOf(filter),
        filter.state === undefined ? countUndelivered(filter) : null,
      ]);
      return { all, undelivered };
    },
    refetchInterval: POLL_MS,
    meta: { ownPace: true },
  });
  return data;
}

export async function countUndelivered(filter: DeliveryFilter): Promise<UndeliveredCounts> {
  const [failed, waiting] = await Promise.all([
    countOf({ ...filter, state: 'failed' }),
    countOf({ ...filter, state: 'waiting' }),
  ]);
  return { failed, waiting };
}

function countOf({ type, ...others }: DeliveryFilter) {
  return dataOf(countDeliveries({ ...others, ...(type !== undefined && { $type: type }) }));
}
