import { createParser } from 'eventsource-parser';
import { basePath } from '../api/client.js';
import type { LiveState } from './live-state.js';

interface Followers {
  /** Told when the stream is open, when it has ended, and why it could not be opened. */
  readonly onState: (state: LiveState) => void;
  /** Told of each event, by its type. */
  readonly onEvent: (type: string) => void;
  /** Told where the session is not let in any more. */
  readonly onRefused: () => void;
}

/** How a stream ended that was open, or why none was opened. */
type StreamEnd = 'ended' | 'quiet' | 'gone' | 'refused';

const FIRST_RETRY_MS = 500;
const MOST_RETRY_MS = 10_000;
/** The server sends something every 15 seconds; a link that is silent for this long leads nowhere. */
const MOST_SILENCE_MS = 45_000;

/**
 * Follows the stream of events until `signal` aborts. A stream that is lost is opened again behind the last event that
 * came, after half a second at first and ten at most; only where that fails is the server said to be gone.
 */
export async function followStream(
  { onState, onEvent, onRefused }: Followers,
  signal: AbortSignal,
): Promise<void> {
  let position: string | undefined;
  let retryMs = FIRST_RETRY_MS;
  while (!signal.aborted) {
    const end = await followOnce(
      position,
      {
        onOpen: () => onState('live'),
        onMessage: (id, event) => {
          position = id ?? position;
          onEvent(event ?? 'message');
        },
      },
      signal,
    );
    if (signal.aborted) return;
    if (end === 'refused') return onRefused();
    if (end === 'ended') retryMs = FIRST_RETRY_MS;
    onState(end === 'ended' ? 'connecting' : end);
    await pause(retryMs, signal);
    retryMs = Math.min(retryMs * 2, MOST_RETRY_MS);
  }
}

interface Listener {
  readonly onOpen: () => void;
  readonly onMessage: (id: string | undefined, event: string | undefined) => void;
}

async function followOnce(
  position: string | undefined,
  { onOpen, onMessage }: Listener,
  signal: AbortSignal,
): Promise<StreamEnd> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), MOST_SILENCE_MS);
  let isOpen = false;
  try {
    const response = await fetch(`${basePath}/v1/stream`, {
      headers: position === undefined ? {} : { 'last-event-id': position },
      credentials: 'same-origin',
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (response.status === 401) return 'refused';
    if (!response.ok || response.body === null) return response.status < 500 ? 'quiet' : 'gone';
    isOpen = true;
    onOpen();
    const parser = createParser({ onEvent: ({ id, event }) => onMessage(id, event) });
    const text = new TextDecoder();
    const reader = response.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), MOST_SILENCE_MS);
      parser.feed(text.decode(part.value, { stream: true }));
    }
    return 'ended';
  } catch {
    return isOpen ? 'ended' : 'gone';
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
