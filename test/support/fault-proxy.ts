import net from 'node:net';
import { onTestFinished } from 'vitest';
import { MessageReader, SSL_REQUEST } from './message-reader.js';

export type Direction = 'toServer' | 'toClient';

/**
 * What happens to a link:
 * - `cut`: it is reset on both sides,
 * - `cut-client`, `cut-server`: only that side hears of it; the other waits in silence,
 * - `stall`: bytes are swallowed in both directions, and neither side hears of it,
 * - `half-close`: the receiver of the message is told that no more comes, while the other direction goes on,
 * - `delay`: nothing passes for a moment.
 */
export type Fault = 'cut' | 'cut-client' | 'cut-server' | 'stall' | 'half-close' | 'delay';

/** A protocol message that is about to pass. */
export interface PassingMessage {
  readonly direction: Direction;
  /** Number among all messages of all connections, from 1. */
  readonly number: number;
  /** Its bytes as text, for looking for words in it. */
  readonly text: string;
}

export interface FaultPlan {
  readonly fault: Fault;
  /** True for the message that does not pass any more; asked until it was true once. */
  readonly strikes: (message: PassingMessage) => boolean;
  /** Refuse new connections from then on; default false. */
  readonly isOutage?: boolean;
}

/** A TCP proxy in front of a PostgreSQL server that makes one fault. */
export interface FaultProxy {
  /** URL of the server, without a database, that goes through the proxy. */
  readonly url: string;
  /** Messages that have passed. */
  passed(): number;
  /** Resolves when the fault is made. */
  readonly struck: Promise<void>;
  hasStruck(): boolean;
  close(): void;
}

const DELAY_MS = 150;

export async function startFaultProxy(serverUrl: string, plan?: FaultPlan): Promise<FaultProxy> {
  const url = new URL(serverUrl);
  const upstreamAt = { host: url.hostname, port: Number(url.port) };
  const sockets = new Set<net.Socket>();
  let count = 0;
  let isStruck = false;
  let tell = () => {};
  const struck = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const strikes = (direction: Direction, message: Buffer): boolean => {
    count += 1;
    if (!plan || isStruck) return false;
    if (!plan.strikes({ direction, number: count, text: message.toString('latin1') })) return false;
    isStruck = true;
    tell();
    return true;
  };
  const server = net.createServer((client) => {
    if (isStruck && plan?.isOutage) {
      client.resetAndDestroy();
      return;
    }
    const upstream = net.connect(upstreamAt);
    for (const socket of [client, upstream]) sockets.add(socket.on('error', () => {}));
    new Link(client, upstream, plan?.fault ?? 'cut', strikes).open();
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
    passed: () => count,
    struck,
    hasStruck: () => isStruck,
    close,
  };
}

/** One client and its server, until the fault meets them. */
class Link {
  readonly #client: net.Socket;
  readonly #server: net.Socket;
  readonly #fault: Fault;
  readonly #strikes: (direction: Direction, message: Buffer) => boolean;
  /** Directions in which nothing passes any more. */
  readonly #dead = new Set<Direction>();
  #asksForTls = false;
  /** Set while the link is delayed. */
  #held: (() => void)[] | null = null;

  constructor(
    client: net.Socket,
    server: net.Socket,
    fault: Fault,
    strikes: (direction: Direction, message: Buffer) => boolean,
  ) {
    this.#client = client;
    this.#server = server;
    this.#fault = fault;
    this.#strikes = strikes;
  }

  open(): void {
    const toServer = new MessageReader((message) => this.#pass('toServer', message), SSL_REQUEST);
    const toClient = new MessageReader((message) => this.#pass('toClient', message));
    this.#client.on('data', (bytes) => toServer.push(bytes));
    this.#server.on('data', (bytes) => toClient.push(this.#withoutTlsAnswer(bytes)));
    this.#client.on('close', () => this.#dead.size < 2 && this.#server.end());
    this.#server.on('close', () => this.#dead.size < 2 && this.#client.destroy());
  }

  /** The answer to the question for TLS is one byte, and no message. */
  #withoutTlsAnswer(bytes: Buffer): Buffer {
    if (!this.#asksForTls) return bytes;
    this.#asksForTls = false;
    this.#client.write(bytes.subarray(0, 1));
    return bytes.subarray(1);
  }

  #pass(direction: Direction, message: Buffer): void {
    if (direction === 'toServer' && isTlsRequest(message)) {
      this.#asksForTls = true;
      this.#write(direction, message);
      return;
    }
    if (this.#dead.has(direction)) return;
    if (this.#held) {
      this.#held.push(() => this.#pass(direction, message));
      return;
    }
    if (this.#strikes(direction, message)) this.#strike(direction, message);
    else this.#write(direction, message);
  }

  #write(direction: Direction, message: Buffer): void {
    const to = direction === 'toServer' ? this.#server : this.#client;
    if (to.writable) to.write(message);
  }

  #strike(direction: Direction, message: Buffer): void {
    if (this.#fault === 'delay') this.#delay(direction, message);
    else if (this.#fault === 'half-close') {
      this.#dead.add(direction);
      (direction === 'toServer' ? this.#server : this.#client).end();
    } else {
      this.#dead.add('toServer').add('toClient');
      if (this.#fault === 'cut' || this.#fault === 'cut-client') this.#client.resetAndDestroy();
      if (this.#fault === 'cut' || this.#fault === 'cut-server') this.#server.resetAndDestroy();
    }
  }

  #delay(direction: Direction, message: Buffer): void {
    this.#held = [() => this.#write(direction, message)];
    setTimeout(() => {
      const held = this.#held ?? [];
      this.#held = null;
      for (const pass of held) pass();
    }, DELAY_MS);
  }
}

function isTlsRequest(message: Buffer): boolean {
  return message.length === 8 && message.readInt32BE(4) === SSL_REQUEST;
}
