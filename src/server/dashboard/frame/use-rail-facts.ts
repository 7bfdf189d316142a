import { useQuery } from '@tanstack/react-query';
import { dataOf } from '../api/client.js';
import { listApprovals, listRuns, listWebhooks } from '../api/generated.js';
import { type RailFacts, railFacts } from './rail-facts.js';

const POLL_MS = 15_000;
const MOST = 200;

/** What the rail says of the database; nothing before the first answer. */
export function useRailFacts(): RailFacts {
  const { data } = useQuery({ queryKey: ['rail'], queryFn: readRail, refetchInterval: POLL_MS });
  return data ?? { state: { tone: 'off', text: 'not known yet' }, counts: {} };
}

async function readRail(): Promise<RailFacts> {
  const [runs, approvals, webhooks] = await Promise.all([
    dataOf(listRuns({ limit: 1 })),
    dataOf(listApprovals({ state: 'pending', limit: MOST })),
    dataOf(listWebhooks({ limit: MOST })),
  ]);
  return railFacts(runs.data[0], approvals.data, webhooks.data);
}
