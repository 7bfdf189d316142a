import { setTimeout as sleep } from 'node:timers/promises';

export interface PollOptions {
  /** How long to go on, in milliseconds; 0 tries once. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly firstDelayMs?: number;
  readonly longestDelayMs?: number;
  /** Called before each wait with the time waited so far. */
  readonly onWait?: (waitedMs: number) => void | Promise<void>;
  readonly now?: () => number;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random?: () => number;
}

/**
 * Calls `attempt` until it returns something other than null, with growing delays and jitter so that
 * many waiters spread out. Returns null when the time is up. Rejects when `signal` aborts.
 */
export async function pollUntil<T>(
  attempt: () => Promise<T | null>,
  options: PollOptions,
): Promise<T | null> {
  const { timeoutMs, signal, onWait, now = Date.now, random = Math.random } = options;
  const longest = options.longestDelayMs ?? 500;
  const started = now();
  let delay = options.firstDelayMs ?? 20;
  for (;;) {
    signal?.throwIfAborted();
    const found = await attempt();
    if (found !== null) return found;
    const waited = now() - started;
    if (waited >= timeoutMs) return null;
    await onWait?.(waited);
    const pause = Math.min(delay * (0.5 + random()), timeoutMs - waited);
    await sleep(pause, undefined, signal ? { signal } : {});
    delay = Math.min(delay * 1.6, longest);
  }
}
