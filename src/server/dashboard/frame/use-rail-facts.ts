import { useQueries } from '@tanstack/react-query';
import { knownEndpoints, newestRuns, waitingApprovals } from '../api/shared-queries.js';
import { type RailFacts, railFacts } from './rail-facts.js';

const refetchInterval = 15_000;
/** Cheap to ask for, so that a server without its database is soon seen on a screen that asks for nothing by itself. */
const WATCH_MS = 5_000;

/** What the rail says of the database; nothing before the first answers. */
export function useRailFacts(): RailFacts {
  const [{ data: runs }, { data: approvals }, { data: endpoints }] = useQueries({
    queries: [
      { ...newestRuns, refetchInterval: WATCH_MS },
      { ...waitingApprovals, refetchInterval },
      { ...knownEndpoints, refetchInterval },
    ],
  });
  if (runs === undefined || approvals === undefined || endpoints === undefined)
    return { state: { tone: 'off', text: 'not known yet' }, counts: {} };
  return railFacts(runs[0], approvals, endpoints);
}
