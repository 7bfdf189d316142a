/** How often a worker asks whether there is a job while it knows of none. */
const ASK_EVERY_MS = 1_000;

/**
 * When a worker takes a step of a job: one between two rounds of sending, so that what is due waits for a step at most,
 * and not for a job.
 */
export class JobTurns {
  #askedMs = Number.NEGATIVE_INFINITY;

  /** Calls `step` where it is time, and resolves with true where there may be more to do at once. */
  async take(step: () => Promise<boolean>): Promise<boolean> {
    if (performance.now() - this.#askedMs < ASK_EVERY_MS) return false;
    const hasMore = await step();
    this.#askedMs = hasMore ? Number.NEGATIVE_INFINITY : performance.now();
    return hasMore;
  }
}
