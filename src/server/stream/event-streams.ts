import type { Connection } from '../../database/connection.js';
import { lastPosition, readStream } from '../../outbox/stream/read-stream.js';
import type { Scope } from '../../storage/scope.js';
import { eventStream } from './event-stream.js';
import { LiveChanges } from './live-changes.js';
import { LiveEvents } from './live-events.js';
import { OpenStreams } from './open-streams.js';
import { streamEntry } from './stream-entry.js';

/** What a client asks to be told. */
export interface StreamRequest {
  readonly tokenId: string;
  /** Position of the last event that it has; null begins with what comes. */
  readonly after: number | null;
  readonly types: readonly string[];
  /** True where changes of records are told, too. */
  readonly changes: boolean;
  readonly signal: AbortSignal;
}

/** Lends a session for events that are older than the newest ones. */
type LendSession = <T>(work: (connection: Connection, scope: Scope) => Promise<T>) => Promise<T>;

/** The streams of one server. */
export class EventStreams {
  readonly live = new LiveEvents();
  readonly changes = new LiveChanges();
  readonly #heartbeatMs: number | undefined;
  #watchers = 0;

  constructor(heartbeatMs?: number) {
    this.#heartbeatMs = heartbeatMs;
  }
  readonly #open = new OpenStreams();

  /** True where a stream is open that tells changes. */
  get tellsChanges(): boolean {
    return this.#watchers > 0;
  }

  /** @throws RATE_LIMITED where the token has too many. */
  open(
    { tokenId, after, types, changes, signal }: StreamRequest,
    withConnection: LendSession,
  ): ReadableStream<Uint8Array> {
    const { live } = this;
    const close = this.#open.open(tokenId);
    if (changes) this.#watchers += 1;
    return eventStream({
      live,
      read: (position, limit) =>
        withConnection(async (connection, scope) =>
          (await readStream(connection, scope, position, limit)).map(streamEntry),
        ),
      readNewest: () => withConnection(lastPosition),
      after,
      types,
      signal,
      ...(this.#heartbeatMs !== undefined && { heartbeatMs: this.#heartbeatMs }),
      changes: changes ? this.changes : null,
      onEnd: () => {
        close();
        if (changes) this.#watchers -= 1;
      },
    });
  }
}
