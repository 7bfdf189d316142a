import type { StreamEntry } from './stream-entry.js';

const KEPT = 1_000;

/** The newest events of the scope, in their order: what all streams that keep up are served from. */
export class LiveEvents {
  readonly #kept: number;
  #entries: StreamEntry[] = [];
  #before: number | null = null;
  #waiting = new Set<() => void>();

  constructor(kept = KEPT) {
    this.#kept = kept;
  }

  /** Position of the newest event; null as long as it is not known. */
  get newest(): number | null {
    return this.#entries.at(-1)?.position ?? this.#before;
  }

  /** Position before the first event that is kept here; null as long as none is known. */
  get oldest(): number | null {
    return this.#before;
  }

  /** Entries from now on come after `position`. */
  begin(position: number): void {
    this.#before = position;
    this.#entries = [];
    this.wake();
  }

  add(entries: readonly StreamEntry[]): void {
    if (entries.length === 0) return;
    this.#entries.push(...entries);
    const dropped = this.#entries.splice(0, Math.max(0, this.#entries.length - this.#kept)).at(-1);
    this.#before = dropped?.position ?? this.#before;
    this.wake();
  }

  /** Entries after a position, up to `limit`; null where they are older than the kept ones. */
  after(position: number, limit: number): readonly StreamEntry[] | null {
    if (this.#before === null || position < this.#before) return null;
    const start = this.#entries.findIndex((entry) => entry.position > position);
    return start === -1 ? [] : this.#entries.slice(start, start + limit);
  }

  /** Has all that wait look again. */
  wake(): void {
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const end of waiting) end();
  }

  /** Resolves when there may be more, after `ms`, or when `signal` aborts. */
  wait(signal: AbortSignal, ms: number): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        this.#waiting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end, { once: true });
      this.#waiting.add(end);
    });
  }
}
