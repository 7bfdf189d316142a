import { useQuery } from '@tanstack/react-query';
import { dataOf } from '../../api/client.js';
import { countEvents, type EventFilter, listEvents } from '../../api/generated.js';
import { countUndelivered } from '../deliveries/use-delivery-counts.js';
import type { EventCounts } from './event-leads.js';

const POLL_MS = 5_000;

/** How many events a filter has and which is the newest, at its own pace: a count reads ten thousand rows. */
export function useEventCounts(filter: EventFilter): EventCounts | undefined {
  const { data } = useQuery({
    queryKey: ['events', 'counts', filter],
    queryFn: async () => {
      const { type, ...others } = filter;
      const asked = { ...others, ...(type !== undefined && { $type: type }) };
      const isTimed = filter.since !== undefined || filter.until !== undefined;
      const [all, newest, undelivered] = await Promise.all([
        dataOf(countEvents(asked)),
        dataOf(listEvents({ ...asked, limit: 1 })),
        isTimed ? null : countUndelivered(filter),
      ]);
      return { all, last: newest.data[0] ?? null, undelivered };
    },
    refetchInterval: POLL_MS,
    meta: { ownPace: true },
  });
  return data;
}
