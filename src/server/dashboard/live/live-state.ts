import { useSyncExternalStore } from 'react';

/** Whether the stream is being opened, tells what happens, or is lost. */
export type LiveState = 'connecting' | 'live' | 'gone';

const listeners = new Set<() => void>();
let state: LiveState = 'connecting';

export function setLiveState(next: LiveState): void {
  state = next;
  for (const listener of listeners) listener();
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
