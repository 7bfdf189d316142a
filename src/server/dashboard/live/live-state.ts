import { useSyncExternalStore } from 'react';

/**
 * Whether the stream is being opened, tells what happens, is denied by a server that answers all else (`quiet`), or the
 * server does not answer at all.
 */
export type LiveState = 'connecting' | 'live' | 'quiet' | 'gone';

const listeners = new Set<() => void>();
let state: LiveState = 'connecting';

export function setLiveState(next: LiveState): void {
  if (state === next) return;
  state = next;
  for (const listener of listeners) listener();
}

export const GONE_REASON = 'the server does not answer';

/** Why nothing can be changed now; null where the server answers. */
export function useGoneReason(): string | null {
  return useLiveState() === 'gone' ? GONE_REASON : null;
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}
