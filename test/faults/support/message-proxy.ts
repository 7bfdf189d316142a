import net from 'node:net';
import { onTestFinished } from 'vitest';

/** A TCP proxy in front of a PostgreSQL server that counts what the client says. */
export interface MessageProxy {
  /** URL of the server, without a database, that goes through the proxy. */
  readonly url: string;
  /** Messages the client has sent, after its startup packet. */
  sent(): number;
  /** Resolves when the message the proxy was to stop after has left for the server; nothing follows it. */
  readonly reached: Promise<void>;
  close(): void;
}

/** Passes on everything, or, on the first connection, the first `stopAfter` messages of the client and no more. */
export async function startMessageProxy(
  serverUrl: string,
  stopAfter = Number.POSITIVE_INFINITY,
): Promise<MessageProxy> {
  const url = new URL(serverUrl);
  const [host, port] = [url.hostname, Number(url.port)];
  const sockets = new Set<net.Socket>();
  let reach = () => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const counts: MessageCounter[] = [];
  const server = net.createServer((client) => {
    const upstream = net.connect(port, host);
    const counter = new MessageCounter(counts.length === 0 ? stopAfter : Number.POSITIVE_INFINITY);
    counts.push(counter);
    for (const socket of [client, upstream]) sockets.add(socket.on('error', () => {}));
    client.on('data', (bytes) => {
      upstream.write(counter.take(bytes), () => counter.isFull && reach());
    });
    // As a kernel does for a process that is gone: what was sent arrives, and nobody listens any more.
    client.on('close', () => upstream.end());
    upstream.on('data', (bytes) => client.destroyed || client.write(bytes));
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  onTestFinished(close);
  url.port = String((server.address() as net.AddressInfo).port);
  return {
    url: url.href.replace(/\/$/, ''),
    sent: () => counts.reduce((sum, { messages }) => sum + messages, 0),
    reached,
    close,
  };
}

const STARTS_WITHOUT_TAG = new Set([80_877_103, 80_877_104]);

/** Cuts the client's stream into messages: packets without a tag until the startup packet, with one from then on. */
class MessageCounter {
  messages = 0;
  readonly #limit: number;
  #rest: Buffer = Buffer.alloc(0);
  #isStarted = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.messages >= this.#limit;
  }

  /** The part of the stream that may go on to the server now. */
  take(bytes: Buffer): Buffer {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    let end = 0;
    for (let next = this.#endOfNext(end); next !== null && !this.isFull; next = this.#endOfNext(end)) {
      if (this.#isStarted) this.messages += 1;
      else this.#isStarted = !STARTS_WITHOUT_TAG.has(this.#rest.readInt32BE(end + 4));
      end = next;
    }
    const whole = this.#rest.subarray(0, end);
    this.#rest = this.#rest.subarray(end);
    return whole;
  }

  #endOfNext(start: number): number | null {
    const tag = this.#isStarted ? 1 : 0;
    if (this.#rest.length < start + tag + (this.#isStarted ? 4 : 8)) return null;
    const end = start + tag + this.#rest.readInt32BE(start + tag);
    return end <= this.#rest.length ? end : null;
  }
}
