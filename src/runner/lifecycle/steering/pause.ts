import { setTimeout as sleep } from 'node:timers/promises';
import type { PauseChanges } from './pause-changes.js';
import type { OpenRequests, SteeringRequest } from './steering-requests.js';
import { pauseTimedOut } from './stop-errors.js';

export interface Pause {
  /** Looks at the requests for the run, and says that it is alive. Rejects where the session is lost. */
  readonly poll: () => Promise<OpenRequests>;
  readonly changes: Pick<PauseChanges, 'paused' | 'resumed'>;
  readonly timeoutMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

const POLL_EVERY_MS = 500;

/**
 * Stands still until no pause is asked for any more. No transaction is open meanwhile; the looks keep the session, and
 * with it the migration lock, alive. Rejects where the run is to end: it is cancelled, or the time is over.
 */
export async function standStill(request: SteeringRequest, pause: Pause): Promise<void> {
  const { timeoutMs, now, signal } = pause;
  const startedAt = now();
  await pause.changes.paused(request);
  for (;;) {
    const { pause: asked } = await pause.poll();
    signal.throwIfAborted();
    if (asked === null) return pause.changes.resumed();
    const leftMs = startedAt + timeoutMs - now();
    if (leftMs <= 0) throw pauseTimedOut(asked, timeoutMs);
    await sleep(Math.min(POLL_EVERY_MS, leftMs), undefined, { signal }).catch(() => {});
    signal.throwIfAborted();
  }
}
