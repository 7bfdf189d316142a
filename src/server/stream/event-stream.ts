import { matches } from '../../events/patterns.js';
import type { LiveChanges } from './live-changes.js';
import type { LiveEvents } from './live-events.js';
import { gap, heartbeat, opening, type StreamEntry } from './stream-entry.js';

export interface EventStreamOptions {
  readonly live: LiveEvents;
  /** Entries after a position that are older than what `live` keeps. */
  readonly read: (position: number, limit: number) => Promise<readonly StreamEntry[]>;
  /** The newest position that the database has given. */
  readonly readNewest: () => Promise<number>;
  /** The last that the client has; null begins with what comes. */
  readonly after: number | null;
  /** Types and patterns that are told; empty tells all. */
  readonly types: readonly string[];
  /** Changes of records that are told beside the events; null tells none. */
  readonly changes: LiveChanges | null;
  /** Ends the stream. */
  readonly signal: AbortSignal;
  /** Called once, when the stream has ended, however that came. */
  readonly onEnd: () => void;
  readonly heartbeatMs?: number;
}

const HEARTBEAT_MS = 15_000;
const PAGE = 200;
/** About the size of one piece that is handed to the socket. */
const PIECE_LENGTH = 64 * 1024;

/**
 * The events after a position, one message each, in their order. It holds nothing but that position: the next piece is
 * made when the last one has gone out, so a client that reads slowly is behind, and costs no memory.
 */
export function eventStream(options: EventStreamOptions): ReadableStream<Uint8Array> {
  const { live, changes, signal, types, heartbeatMs = HEARTBEAT_MS } = options;
  const encoder = new TextEncoder();
  let cursor: number | null = null;
  let isEnded = false;
  let lastChange = changes?.newest ?? 0;
  let toldMs = performance.now();
  const end = () => {
    if (!isEnded) options.onEnd();
    isEnded = true;
  };
  signal.addEventListener('abort', end, { once: true });

  /**
   * Where the stream begins; a position that was not given yet is one of another database. Another server can have told
   * one that this has not seen so far, so the database is asked.
   */
  const begin = async (): Promise<string> => {
    while (live.newest === null && !signal.aborted) await live.wait(signal, heartbeatMs);
    const { after } = options;
    const seen = live.newest ?? 0;
    const newest = after === null || after <= seen ? seen : Math.max(seen, await options.readNewest());
    cursor = Math.min(after ?? newest, newest);
    return opening(cursor) + (after !== null && after > newest ? gap(newest + 1, after) : '');
  };

  const entriesAfter = async (position: number): Promise<readonly StreamEntry[]> => {
    const kept = live.after(position, PAGE);
    if (kept === null) return options.read(position, PAGE);
    if (kept.length > 0) return kept;
    await live.wait(signal, heartbeatMs);
    return live.after(position, PAGE) ?? [];
  };

  const next = async (position: number): Promise<string> => {
    const entries = await entriesAfter(position);
    const { oldest } = live;
    if (entries.length === 0 && oldest !== null && position < oldest) {
      cursor = oldest;
      return gap(position + 1, oldest);
    }
    let piece = changes?.after(lastChange) ?? '';
    lastChange = changes?.newest ?? 0;
    let last = position;
    for (const { position: place, type, text } of entries) {
      if (piece.length >= PIECE_LENGTH) break;
      if (place > last + 1) piece += gap(last + 1, place - 1);
      if (types.length === 0 || matches(types, type)) piece += text;
      last = place;
    }
    cursor = last;
    const isQuiet = piece === '' && performance.now() - toldMs >= heartbeatMs;
    return isQuiet ? heartbeat(last) : piece;
  };

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        let piece = cursor === null ? await begin() : '';
        while (piece === '' && !signal.aborted) piece = await next(cursor ?? 0);
        toldMs = performance.now();
        if (!signal.aborted) {
          controller.enqueue(encoder.encode(piece));
          return;
        }
        end();
        controller.close();
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}
