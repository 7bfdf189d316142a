import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { knownEndpoints } from '../../api/shared-queries.js';

/** Names of the endpoints that are switched off: what waits for one of them is held until a person switches it on. */
export function useHeldEndpoints(): ReadonlySet<string> {
  const { data } = useQuery(knownEndpoints);
  return useMemo(
    () => new Set(data?.filter(({ state }) => state === 'disabled').map(({ name }) => name)),
    [data],
  );
}
