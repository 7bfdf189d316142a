import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when `signal` aborts, or when `ms` have passed. */
export async function untilAborted(signal: AbortSignal, ms?: number): Promise<void> {
  if (signal.aborted) return;
  if (ms !== undefined) {
    await sleep(ms, undefined, { signal }).catch(() => {});
    return;
  }
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
