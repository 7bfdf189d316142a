import { envelope } from '../../events/formats/envelope.js';
import { serialize } from '../../events/serializer.js';
import type { PositionedEvent } from '../../outbox/stream/read-stream.js';

/** An event as streams send it. */
export interface StreamEntry {
  readonly position: number;
  readonly type: string;
  /** A message of the event stream (`text/event-stream`), with the position as its id. */
  readonly text: string;
}

export function streamEntry({ position, event }: PositionedEvent): StreamEntry {
  const text = `id: ${position}\nevent: ${event.type}\ndata: ${serialize(envelope(event))}\n\n`;
  return { position, type: event.type, text };
}

/** Keeps the link alive, and moves the place that the client goes on from past events that it did not ask for. */
export function heartbeat(position: number): string {
  return `id: ${position}\n: heartbeat\n\n`;
}

/** Begins a stream: the place that it goes on from, and how long to wait before it is opened again. */
export function opening(position: number): string {
  return `retry: 2000\nid: ${position}\n: open\n\n`;
}

/** Says that events from one position to another are not kept any more. */
export function gap(from: number, to: number): string {
  return `event: gap\ndata: ${serialize({ from, to })}\n\n`;
}
