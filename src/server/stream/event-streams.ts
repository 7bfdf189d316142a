import type { Connection } from '../../database/connection.js';
import { readStream } from '../../outbox/stream/read-stream.js';
import type { Scope } from '../../storage/scope.js';
import { eventStream } from './event-stream.js';
import { LiveEvents } from './live-events.js';
import { OpenStreams } from './open-streams.js';
import { streamEntry } from './stream-entry.js';

/** What a client asks to be told. */
export interface StreamRequest {
  readonly tokenId: string;
  /** Position of the last event that it has; null begins with what comes. */
  readonly after: number | null;
  readonly types: readonly string[];
  readonly signal: AbortSignal;
}

/** Lends a session for what is older than the newest events. */
type LendSession = <T>(work: (connection: Connection, scope: Scope) => Promise<T>) => Promise<T>;

/** The streams of one server. */
export class EventStreams {
  readonly live = new LiveEvents();
  readonly #open = new OpenStreams();

  /** @throws RATE_LIMITED where the token has too many. */
  open(
    { tokenId, after, types, signal }: StreamRequest,
    withConnection: LendSession,
  ): ReadableStream<Uint8Array> {
    const { live } = this;
    const onEnd = this.#open.open(tokenId);
    return eventStream({
      live,
      read: (position, limit) =>
        withConnection(async (connection, scope) =>
          (await readStream(connection, scope, position, limit)).map(streamEntry),
        ),
      after,
      types,
      signal,
      onEnd,
    });
  }
}
