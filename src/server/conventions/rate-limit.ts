import { ConfitureError } from '../../errors.js';

const WINDOW_MS = 60_000;

/** Counts by name within windows of a minute; what was counted is forgotten with its window. */
export class RateLimit {
  readonly #most: number;
  readonly #now: () => number;
  readonly #counts = new Map<string, number>();
  #endsAt = 0;

  constructor(most: number, now: () => number) {
    this.#most = most;
    this.#now = now;
  }

  /** Counts one more. */
  count(name: string): void {
    this.#turn();
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  isOver(name: string): boolean {
    this.#turn();
    return (this.#counts.get(name) ?? 0) > this.#most;
  }

  /** Seconds until the window ends, at least 1. */
  get secondsLeft(): number {
    this.#turn();
    return Math.max(1, Math.ceil((this.#endsAt - this.#now()) / 1000));
  }

  /** Headers that tell a client how much it may still do. */
  headers(name: string): Readonly<Record<string, string>> {
    this.#turn();
    const left = Math.max(0, this.#most - (this.#counts.get(name) ?? 0));
    return {
      'ratelimit-policy': `"default";q=${this.#most};w=${WINDOW_MS / 1000}`,
      ratelimit: `"default";r=${left};t=${this.secondsLeft}`,
    };
  }

  #turn(): void {
    const now = this.#now();
    if (now < this.#endsAt) return;
    this.#counts.clear();
    this.#endsAt = now + WINDOW_MS;
  }
}

/** For a caller that has to wait. */
export function rateLimited(message: string, limit: RateLimit): ConfitureError {
  return new ConfitureError('RATE_LIMITED', message, {
    hint: `Try again in ${limit.secondsLeft} s.`,
    details: { headers: { 'retry-after': `${limit.secondsLeft}` } },
  });
}
