import type { Connection } from '../../database/connection.js';
import { Wake } from '../../database/wake.js';
import { compactCounts } from '../../outbox/metrics/counts.js';
import { fanOutAll } from '../../outbox/records/fan-out.js';
import { CHANNEL } from '../../outbox/store/release.js';
import { assignPositions } from '../../outbox/stream/assign-positions.js';
import { EVENTS_CHANNEL, STREAM_CHANNEL } from '../../outbox/stream/channels.js';
import { lastPosition, readStream } from '../../outbox/stream/read-stream.js';
import { keepAllEvents } from '../../storage/event-stream.js';
import { readRecentMarks } from '../../storage/recent-changes.js';
import type { Scope } from '../../storage/scope.js';
import type { EventStreams } from './event-streams.js';
import { streamEntry } from './stream-entry.js';

export interface EventFeedOptions {
  /**
   * Lends a session with the tables for as long as `work` takes. Beside the pool on a server; the pool's on the embedded
   * database, which has one.
   */
  readonly withSession: (work: (connection: Connection, scope: Scope) => Promise<void>) => Promise<void>;
  readonly streams: Pick<EventStreams, 'live' | 'changes' | 'tellsChanges'>;
  /** Told that the database cannot be worked with, once for each time that it begins. */
  readonly onFault: (error: unknown) => void;
  readonly pollMs?: number;
}

const POLL_MS = 2_000;
const AGAIN_MS = 1_000;
/** Events that are stored within so long are told together. */
const GATHER_MS = 20;
const PAGE = 500;
const COMPACT_MS = 60_000;

/**
 * The one session of a server that listens: it has all events of the scope kept, gives those that are committed their
 * positions, and hands them to the streams. NOTIFY wakes it; where a notification is lost, it looks after `pollMs`.
 */
export class EventFeed {
  readonly #options: EventFeedOptions;
  readonly #wake = new Wake();
  readonly #stopped = new AbortController();
  #running: Promise<void> | undefined;
  #hasFailed = false;
  #compactAt = 0;

  constructor(options: EventFeedOptions) {
    this.#options = options;
  }

  get #pollMs(): number {
    return this.#options.pollMs ?? POLL_MS;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#wake.call();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      try {
        await this.#options.withSession((connection, scope) => this.#work(connection, scope));
        if (!this.#stopped.signal.aborted) await this.#wake.wait(this.#pollMs);
      } catch (error) {
        if (!this.#hasFailed && !this.#stopped.signal.aborted) this.#options.onFault(error);
        this.#hasFailed = true;
        if (!this.#stopped.signal.aborted) await this.#wake.wait(AGAIN_MS);
      }
    }
  }

  async #work(connection: Connection, scope: Scope): Promise<void> {
    const { live } = this.#options.streams;
    const hasOwnSession = connection.capabilities.concurrentSessions;
    if (hasOwnSession) await this.#listen(connection);
    await keepAllEvents(connection, scope);
    for (;;) {
      await fanOutAll(connection);
      await assignPositions(connection, scope);
      if (live.newest === null) live.begin(await lastPosition(connection, scope));
      await this.#tell(connection, scope);
      await this.#tellChanges(connection, scope);
      await this.#compact(connection, scope);
      this.#hasFailed = false;
      if (!hasOwnSession || this.#stopped.signal.aborted) return;
      await this.#wake.wait(this.#pollMs);
      if (this.#stopped.signal.aborted) return;
    }
  }

  async #compact(connection: Connection, scope: Scope): Promise<void> {
    if (performance.now() < this.#compactAt) return;
    this.#compactAt = performance.now() + COMPACT_MS;
    await compactCounts(connection, scope);
  }

  async #listen(connection: Connection): Promise<void> {
    connection.onNotification(() => this.#wake.callWithin(GATHER_MS));
    for (const channel of [CHANNEL, EVENTS_CHANNEL, STREAM_CHANNEL])
      await connection.run(`listen ${channel}`);
  }

  /** Asked for where a page looks on only. */
  async #tellChanges(connection: Connection, scope: Scope): Promise<void> {
    const { live, changes, tellsChanges } = this.#options.streams;
    if (!tellsChanges) changes.pause();
    else if (changes.add(await readRecentMarks(connection, scope))) live.wake();
  }

  async #tell(connection: Connection, scope: Scope): Promise<void> {
    const { live } = this.#options.streams;
    for (let isMore = true; isMore; ) {
      const read = await readStream(connection, scope, live.newest ?? 0, PAGE);
      live.add(read.map(streamEntry));
      isMore = read.length === PAGE;
    }
  }
}
