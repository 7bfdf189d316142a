import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { followStream } from './follow-stream.js';
import { type LiveState, setLiveState } from './live-state.js';

/** Events that come within this time are one reason to look again. */
const GATHER_MS = 500;

/** Keeps what is shown that of the server: each event is a reason to ask again for what is on the screen. */
export function useLive(onRefused: () => void): void {
  const client = useQueryClient();
  useEffect(() => {
    const left = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const lookAgain = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void client.invalidateQueries({ type: 'active' });
      }, GATHER_MS);
    };
    const onState = (state: LiveState) => {
      setLiveState(state);
      if (state === 'live' || state === 'quiet') lookAgain();
    };
    void followStream({ onState, onEvent: lookAgain, onRefused }, left.signal);
    return () => {
      left.abort();
      clearTimeout(timer);
    };
  }, [client, onRefused]);
}
