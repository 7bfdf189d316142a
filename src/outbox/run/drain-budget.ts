/** Part of the budget that is kept for storing what was sent and giving back the rest, and its upper limit. */
const SHUT_DOWN_PART = 0.25;
const SHUT_DOWN_MS = 1_000;
/** Time for releasing records where nothing is to be sent. */
const RELEASE_MS = 5_000;
/** Time for everything after a run was stopped. */
const HURRY_MS = 2_000;

/**
 * The time that a run has after its last migration, whatever the database and the receivers do. First `stop` aborts:
 * nothing new is begun. Then `cutOff` aborts: sessions are cut, and what they held is free for other processes.
 */
export class DrainBudget {
  readonly #drainTimeoutMs: number;
  readonly #stop = new AbortController();
  readonly #cutOff = new AbortController();
  readonly #timers: NodeJS.Timeout[] = [];
  #endMs: number | null = null;

  /** With a budget of 0 nothing is sent; there is still a moment for releasing records. */
  constructor(drainTimeoutMs: number) {
    this.#drainTimeoutMs = drainTimeoutMs;
  }

  get stop(): AbortSignal {
    return this.#stop.signal;
  }

  get cutOff(): AbortSignal {
    return this.#cutOff.signal;
  }

  /** When nothing new is begun any more, by `performance.now`; null while migrations may follow. */
  get endMs(): number | null {
    return this.#endMs;
  }

  /**
   * How long attempts in flight may go on after `stop`: what a receiver has got and not answered yet would be sent once
   * more. The other half of the part that is kept is for storing.
   */
  get graceMs(): number {
    return this.#shutDownMs / 2;
  }

  get #shutDownMs(): number {
    return Math.min(SHUT_DOWN_MS, this.#drainTimeoutMs * SHUT_DOWN_PART);
  }

  /** Begins to count, once. */
  begin(): void {
    if (this.#endMs !== null) return;
    const sendMs = this.#drainTimeoutMs - this.#shutDownMs;
    this.#endMs = performance.now() + sendMs;
    this.#after(sendMs, this.#stop);
    this.#after(this.#drainTimeoutMs === 0 ? RELEASE_MS : this.#drainTimeoutMs, this.#cutOff);
  }

  /** Nothing new is begun from now on, and little time is left; never more than the budget. */
  hurry(): void {
    this.#stop.abort();
    this.#after(HURRY_MS, this.#cutOff);
  }

  /** Ends the counting. */
  end(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #after(ms: number, controller: AbortController): void {
    const timer = setTimeout(() => controller.abort(), ms);
    timer.unref();
    this.#timers.push(timer);
  }
}
