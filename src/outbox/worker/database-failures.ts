import type { Connection } from '../../database/connection.js';
import { explainLost } from '../../storage/explain-error.js';

const LONGEST_BACKOFF_MS = 5_000;

/**
 * The failures of the database in a row, told once. A lost session is followed by a new one, so it is told only where
 * that fails too: then the newer failure says what is wrong now.
 */
export class DatabaseFailures {
  readonly #tell: (error: unknown) => void;
  #count = 0;
  #isTold = false;

  constructor(tell: (error: unknown) => void) {
    this.#tell = tell;
  }

  get count(): number {
    return this.#count;
  }

  /** Returns the error in words of ours where the session was lost. */
  add(error: unknown, connection: Connection | null): unknown {
    this.#count += 1;
    const explained = explainLost(error, connection);
    if (this.#count > 1 || !connection?.lost) this.tell(explained, null);
    return explained;
  }

  /** Tells of `error` where nothing is told yet. */
  tell(error: unknown, connection: Connection | null): void {
    if (!this.#isTold) this.#tell(explainLost(error, connection));
    this.#isTold = true;
  }

  /** The database was worked with. */
  clear(): void {
    this.#count = 0;
    this.#isTold = false;
  }

  /** Milliseconds before the next try; `random` from 0 to 1. */
  backoffMs(random: number): number {
    return Math.min(LONGEST_BACKOFF_MS, 100 * 2 ** this.#count * (0.5 + random));
  }
}
