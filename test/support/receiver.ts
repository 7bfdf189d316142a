import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Epoch milliseconds of the body's end. */
  readonly at: number;
}

/** A status, or a behaviour that answers, or does not, by itself. */
export type Answer = number | ((response: ServerResponse, request: IncomingMessage) => void);

export interface Recorder {
  readonly url: string;
  /** In the order in which their bodies ended. */
  readonly requests: RecordedRequest[];
  /** The first `count` requests; rejects where fewer arrive within `timeoutMs`. */
  waitFor(count: number, timeoutMs?: number): Promise<RecordedRequest[]>;
  /** Ends connections too, whatever they are doing. */
  close(): Promise<void>;
}

/** An HTTP receiver on a free loopback port that records what it gets; `respond` gets 1 for the first request. */
export async function startRecorder(
  options: { respond?: (n: number, request: RecordedRequest) => Answer } = {},
): Promise<Recorder> {
  const requests: RecordedRequest[] = [];
  const received = new EventTarget();
  const server = createServer(async (incoming, response) => {
    const body = await readBody(incoming);
    if (body === null) return;
    const { method = '', url = '', headers } = incoming;
    const request = { method, path: url, headers, body, at: Date.now() };
    const n = requests.push(request);
    received.dispatchEvent(new Event('request'));
    answer(options.respond?.(n, request) ?? 200, response, incoming);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    requests,
    waitFor: (count, timeoutMs = 30_000) => waitFor(requests, received, count, timeoutMs),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(wanted: Answer, response: ServerResponse, request: IncomingMessage): void {
  if (typeof wanted === 'function') {
    wanted(response, request);
    return;
  }
  response.writeHead(wanted, { 'Content-Type': 'application/json' });
  response.end('{"status": "received"}');
}

/** Null where the sender went away in the middle. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch {
    return null;
  }
}

function waitFor(
  requests: RecordedRequest[],
  received: EventTarget,
  count: number,
  timeoutMs: number,
): Promise<RecordedRequest[]> {
  return new Promise((resolve, reject) => {
    const check = () => {
      if (requests.length < count) return;
      clearTimeout(timer);
      received.removeEventListener('request', check);
      resolve(requests.slice(0, count));
    };
    const timer = setTimeout(() => {
      received.removeEventListener('request', check);
      reject(new Error(`${requests.length} of ${count} requests arrived within ${timeoutMs} ms`));
    }, timeoutMs);
    received.addEventListener('request', check);
    check();
  });
}
