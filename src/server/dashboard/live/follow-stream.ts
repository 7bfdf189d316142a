import { createParser } from 'eventsource-parser';
import { basePath } from '../api/client.js';

interface Followers {
  /** Told when the stream is open, and when it is lost. */
  readonly onState: (state: 'live' | 'gone') => void;
  /** Told of each event, by its type. */
  readonly onEvent: (type: string) => void;
  /** Told where the session is not let in any more. */
  readonly onRefused: () => void;
}

const FIRST_RETRY_MS = 500;
const MOST_RETRY_MS = 10_000;

/**
 * Follows the stream of events until `signal` aborts. A stream that is lost is opened again behind the last event that
 * came, after half a second at first and ten at most.
 */
export async function followStream(
  { onState, onEvent, onRefused }: Followers,
  signal: AbortSignal,
): Promise<void> {
  let position: string | undefined;
  let retryMs = FIRST_RETRY_MS;
  while (!signal.aborted) {
    try {
      const response = await fetch(`${basePath}/v1/stream`, {
        headers: position === undefined ? {} : { 'last-event-id': position },
        credentials: 'same-origin',
        signal,
      });
      if (response.status === 401) return onRefused();
      if (!response.ok || response.body === null)
        throw new Error(`the stream was answered ${response.status}`);
      onState('live');
      retryMs = FIRST_RETRY_MS;
      const parser = createParser({
        onEvent: ({ id, event }) => {
          position = id ?? position;
          onEvent(event ?? 'message');
        },
      });
      const text = new TextDecoder();
      const reader = response.body.getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read())
        parser.feed(text.decode(part.value, { stream: true }));
    } catch {
      // The link is lost; the loop opens it again.
    }
    if (signal.aborted) return;
    onState('gone');
    await pause(retryMs, signal);
    retryMs = Math.min(retryMs * 2, MOST_RETRY_MS);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
