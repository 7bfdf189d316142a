import type { Schedule } from '../../events/endpoint.js';
import { MAX_RETRY_AFTER_MS } from '../transport/retry-after.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const LONG_TAIL = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 8 * HOUR, 24 * HOUR];

/** The retry policy of the Sensei reference; `confiture` puts the quick retries of the Python tool before it. */
const NAMED: Readonly<Record<Exclude<Schedule, readonly number[]>, readonly number[]>> = {
  sensei: [0, ...LONG_TAIL],
  confiture: [0, 2, 4, 8, ...LONG_TAIL],
};

/** Share of a delay that chance may add, so that endpoints that failed together do not come back together. */
const JITTER = 0.1;

export interface NextAttemptInput {
  readonly schedule: Schedule;
  /** Attempts made so far; 0 asks for the first. */
  readonly attempt: number;
  readonly nowMs: number;
  /** Returns a number in [0, 1). */
  readonly random: () => number;
  /** What the receiver asked for; never shortens the schedule's own delay. */
  readonly retryAfterMs?: number | null;
}

/** Delays in seconds before each attempt, the first included. */
export function delaySeconds(schedule: Schedule): readonly number[] {
  return typeof schedule === 'string' ? NAMED[schedule] : schedule;
}

/** When the next attempt is due, as epoch milliseconds; null where the schedule is exhausted. */
export function nextAttempt(input: NextAttemptInput): number | null {
  const seconds = delaySeconds(input.schedule)[input.attempt];
  if (seconds === undefined) return null;
  const asked = Math.min(Math.max(input.retryAfterMs ?? 0, 0), MAX_RETRY_AFTER_MS);
  const delayMs = Math.max(seconds * 1000, asked);
  return input.nowMs + Math.floor(delayMs * (1 + JITTER * input.random()));
}
