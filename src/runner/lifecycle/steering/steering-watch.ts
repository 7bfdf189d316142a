import type { Connection } from '../../../database/connection.js';
import { Wake } from '../../../database/wake.js';
import { STEERING_CHANNEL } from './steering-requests.js';

export interface SteeringWatchOptions {
  /** Opens a session beside that of the run. */
  readonly connect: (signal: AbortSignal) => Promise<Connection>;
  /** Says that the run is alive, and reads the requests for it, over that session. */
  readonly poll: (session: Connection) => Promise<void>;
}

/** A run that is over by then opens no second session. */
const OPEN_AFTER_MS = 1_000;
const POLL_EVERY_MS = 1_000;
const CONNECT_AGAIN_MS = 2_000;

/**
 * Looks at the requests for a run while its own session is busy. It begins when the run has gone on for a moment, and
 * delays nothing: a database that gives no second session, or loses it, is asked again later.
 */
export class SteeringWatch {
  readonly #options: SteeringWatchOptions;
  readonly #end = new AbortController();
  readonly #wake = new Wake();
  #timer: NodeJS.Timeout | undefined;
  #session: Promise<Connection> | null = null;
  #isOpen = false;

  constructor(options: SteeringWatchOptions) {
    this.#options = options;
  }

  /** Begins to look, in a moment or `now`. */
  start(when: 'soon' | 'now'): void {
    if (this.#isOpen || this.#end.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#poll(), when === 'now' ? 0 : OPEN_AFTER_MS).unref();
  }

  /** The session that this looks over, for others that look at the run too. Rejects where there is none to be had. */
  async session(): Promise<Connection> {
    const known = await this.#session?.catch(() => null);
    if (known && !known.lost) return known;
    const { signal } = this.#end;
    signal.throwIfAborted();
    this.#session = this.#options.connect(signal);
    return this.#session;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#end.abort();
    this.#wake.call();
    void this.#session?.then((session) => session.close()).catch(() => {});
  }

  async #poll(): Promise<void> {
    this.#isOpen = true;
    while (!this.#end.signal.aborted) {
      await this.#pollWhileConnected().catch(() => {});
      if (!this.#end.signal.aborted) await this.#wake.wait(CONNECT_AGAIN_MS);
    }
  }

  async #pollWhileConnected(): Promise<void> {
    const session = await this.session();
    session.onNotification(this.#wake.call);
    await session.run(`listen ${STEERING_CHANNEL}`);
    while (!this.#end.signal.aborted) {
      await this.#options.poll(session);
      await this.#wake.wait(POLL_EVERY_MS);
    }
  }
}
