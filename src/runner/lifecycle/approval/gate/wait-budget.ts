/** How long a run waits for decisions in all, from the first wait on. */
export class WaitBudget {
  readonly timeoutMs: number;
  readonly #now: () => number;
  #startedAt: number | null = null;

  constructor(timeoutMs: number, now: () => number) {
    this.timeoutMs = timeoutMs;
    this.#now = now;
  }

  get remainingMs(): number {
    if (this.#startedAt === null) return this.timeoutMs;
    return Math.max(0, this.#startedAt + this.timeoutMs - this.#now());
  }

  /** Waiting begins, or goes on. */
  begin(): void {
    this.#startedAt ??= this.#now();
  }
}
