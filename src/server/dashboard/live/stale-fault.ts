import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { ApiProblem } from '../api/api-problem.js';

/** True of what the server says where it cannot tell how things are now, as without its database. */
export function isStaleFault(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem && (error.status >= 500 || error.status === 429);
}

/** Why something on the screen is from before, though the server answers; null where all of it is as the server has it. */
export function useStaleFault(): ApiProblem | null {
  const cache = useQueryClient().getQueryCache();
  const subscribe = useCallback((listener: () => void) => cache.subscribe(listener), [cache]);
  return useSyncExternalStore(subscribe, () => {
    const old = cache
      .findAll({ type: 'active' })
      .find(({ state: { data, error } }) => data !== undefined && isStaleFault(error));
    return (old?.state.error as ApiProblem | undefined) ?? null;
  });
}
