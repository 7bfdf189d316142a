import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ApiProblem } from '../api/api-problem.js';
import { followStream } from './follow-stream.js';
import { type LiveState, setLiveState } from './live-state.js';

/** Events that come within this time are one reason to look again. */
const GATHER_MS = 500;
/** Between two looks where events keep coming: what is shown is some seconds old then, and the page at rest between. */
const LEAST_BETWEEN_MS = 2_000;

/** True of what is not there, or not allowed: no event changes that, and what was said of it stays. */
function isRefused({ data, error }: { readonly data: unknown; readonly error: unknown }): boolean {
  return data === undefined && error instanceof ApiProblem && [403, 404].includes(error.status);
}

/**
 * Keeps what is shown that of the server: each event is a reason to ask again for what is on the screen, but for queries
 * that say `ownPace`, which count much and look by themselves now and then.
 */
export function useLive(onRefused: () => void): void {
  const client = useQueryClient();
  useEffect(() => {
    const left = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lookedAt = Number.NEGATIVE_INFINITY;
    const askAgain = () => {
      timer ??= setTimeout(
        () => {
          timer = undefined;
          lookedAt = performance.now();
          void client.invalidateQueries({
            type: 'active',
            predicate: ({ meta, state }) => meta?.ownPace !== true && !isRefused(state),
          });
        },
        Math.max(GATHER_MS, lookedAt + LEAST_BETWEEN_MS - performance.now()),
      );
    };
    const onState = (state: LiveState) => {
      setLiveState(state);
      if (state === 'live' || state === 'quiet') askAgain();
    };
    void followStream({ onState, onEvent: askAgain, onRefused }, left.signal);
    return () => {
      left.abort();
      clearTimeout(timer);
    };
  }, [client, onRefused]);
}
