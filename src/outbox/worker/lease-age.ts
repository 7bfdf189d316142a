/** When the leases were last renewed, by both clocks: the monotonic one stands still while a computer sleeps, the other one can be set back. */
export class LeaseAge {
  readonly #now: () => number;
  #renewed: { readonly monotonicMs: number; readonly nowMs: number } | null = null;

  /** `now`: milliseconds since the epoch. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Infinite where they never were renewed over the present session. */
  get ms(): number {
    if (this.#renewed === null) return Number.POSITIVE_INFINITY;
    const { monotonicMs, nowMs } = this.#renewed;
    return Math.max(performance.now() - monotonicMs, this.#now() - nowMs);
  }

  /** Begins a renewal; the function that is returned says that it has succeeded. */
  renewing(): () => void {
    const renewed = { monotonicMs: performance.now(), nowMs: this.#now() };
    return () => {
      this.#renewed = renewed;
    };
  }

  /** The session is gone. */
  forget(): void {
    this.#renewed = null;
  }
}
