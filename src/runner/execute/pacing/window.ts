import { SLOW_MS } from '../../ledger/ledger.js';

/** Files on their way at once: enough to hide the round trip, few enough to bound what a server does after Ctrl-C. */
const MAX_FILES = 12;
const MAX_CHARACTERS = 4_000_000;

/**
 * How much may be on its way to the server at once. After a file that took longer than `SLOW_MS` only one is, so that a
 * run looks soon whether it is to stop; each quick one doubles that again.
 */
export class Window {
  #files = MAX_FILES;

  /** True where a file of `size` characters may follow those of `sizes`. */
  hasRoom(sizes: readonly number[], size: number): boolean {
    return sizes.length < this.#files && sizes.reduce((sum, each) => sum + each, size) <= MAX_CHARACTERS;
  }

  /** A file was committed, and took this long. */
  settled(durationMs: number): void {
    this.#files = durationMs > SLOW_MS ? 1 : Math.min(MAX_FILES, this.#files * 2);
  }
}
