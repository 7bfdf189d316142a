import { setTimeout as sleep } from 'node:timers/promises';
import { isServerError } from '../../../database/server-error.js';

/** Errors that a later try can cure: lock_not_available, deadlock_detected, serialization_failure. */
const RETRYABLE = new Set(['55P03', '40P01', '40001']);
const MAX_RETRIES = 5;
const RETRY_BASE_MS = 250;

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  /** Called before each wait. */
  readonly onRetry: (sqlstate: string, attempt: number, waitMs: number) => void;
}

/** Counts how often one migration was tried again. */
export class RetryBudget {
  #used = 0;

  /** For the next migration. */
  refill(): void {
    this.#used = 0;
  }

  /** Waits for the next try, longer each time; false where there is to be none. */
  async allows(error: unknown, { signal, random, onRetry }: RetryOptions): Promise<boolean> {
    if (!isServerError(error) || !RETRYABLE.has(error.code) || signal.aborted) return false;
    if (this.#used >= MAX_RETRIES) return false;
    this.#used += 1;
    const waitMs = Math.round(RETRY_BASE_MS * 2 ** (this.#used - 1) * (1 + random()));
    onRetry(error.code, this.#used, waitMs);
    await sleep(waitMs, undefined, { signal }).catch(() => {});
    return !signal.aborted;
  }
}
