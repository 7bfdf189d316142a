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
 * - `hold`: the message is the last of its direction, and its receiver hears of nothing,
 * - `delay`: nothing passes for a moment.
 */
export type Fault = 'cut' | 'cut-client' | 'cut-server' | 'stall' | 'half-close' | 'hold' | 'delay';

/** A protocol message that is about to pass on its connection. */
interface LinkMessage {
  readonly direction: Direction;
  /** Number of its connection, from 1. */
  readonly connection: number;
  /** Messages and bytes of its direction that have passed on its connection. */
  readonly before: { readonly messages: number; readonly bytes: number };
  readonly length: number;
  /** Its bytes as text, for looking for words in it. */
  readonly text: string;
}

export interface PassingMessage extends LinkMessage {
  /** Number among all messages of all connections, from 1. */
  readonly number: number;
}

export interface FaultPlan {
  readonly fault: Fault;
  /** True for the message that does not pass any more; asked until it was true once. */
  readonly strikes: (message: PassingMessage) => boolean;
  /** Bytes of that message that still pass; default 0. */
  readonly through?: (message: LinkMessage) => number;
  /** Refuse new connections from then on; default false. */
  readonly isOutage?: boolean;
}

/** A TCP proxy in front of a PostgreSQL server, for the length of a test. It makes at most one planned fault. */
export interface FaultProxy {
  /** URL of the server, without a database, that goes through the proxy. */
  readonly url: string;
  /** Messages that have passed. */
  passed(): number;
  /** Messages and bytes that have passed on the first connection. */
  readonly first: Readonly<Record<Direction, { readonly messages: number; readonly bytes: number }>>;
  connections(): number;
  /** Resolves when the fault is made. */
  readonly struck: Promise<void>;
  hasStruck(): boolean;
  /** Stalls the links that are open and those to come. */
  fallSilent(): void;
  /** Ends the links that are open, without a goodbye. */
  cut(): void;
  /** The same, and takes no more connections. */
  close(): void;
}

const DELAY_MS = 150;

/** A fault that comes after `bytes` bytes of the first connection in one direction. */
export function atByte(direction: Direction, bytes: number, fault: Fault): FaultPlan {
  return {
    fault,
    strikes: (message) =>
      message.connection === 1 &&
      message.direction === direction &&
      message.before.bytes + message.length > bytes,
    through: ({ before }) => bytes - before.bytes,
  };
}

/** Nothing of the client passes on its first connection any more after its n-th message. */
export function holdAfter(n: number): FaultPlan {
  return {
    fault: 'hold',
    strikes: ({ connection, direction, before }) =>
      connection === 1 && direction === 'toServer' && before.messages === n - 1,
  };
}

export async function startProxy(serverUrl: string, plan?: FaultPlan): Promise<FaultProxy> {
  const url = new URL(serverUrl);
  const upstreamAt = { host: url.hostname, port: Number(url.port) };
  const links: Link[] = [];
  const first = { toServer: { messages: 0, bytes: 0 }, toClient: { messages: 0, bytes: 0 } };
  const state = { count: 0, isStruck: false, isSilent: false };
  let tell = () => {};
  const struck = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const strikes = (message: LinkMessage): FaultPlan | null => {
    state.count += 1;
    if (!plan || state.isStruck || !plan.strikes({ ...message, number: state.count })) return null;
    state.isStruck = true;
    return plan;
  };
  const server = net.createServer((client) => {
    if (state.isStruck && plan?.isOutage) {
      client.resetAndDestroy();
      return;
    }
    const passed = links.length === 0 ? first : structuredClone(NOTHING);
    const link = new Link(client, net.connect(upstreamAt), {
      connection: links.length + 1,
      passed,
      strikes,
      tell,
    });
    links.push(link);
    link.open();
    if (state.isSilent) link.stall();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const link of links) link.destroy();
  };
  const close = () => {
    cut();
    server.close();
  };
  onTestFinished(close);
  url.port = String((server.address() as net.AddressInfo).port);
  return {
    url: url.href.replace(/\/$/, ''),
    passed: () => state.count,
    first,
    connections: () => links.length,
    struck,
    hasStruck: () => state.isStruck,
    fallSilent: () => {
      state.isSilent = true;
      for (const link of links) link.stall();
    },
    cut,
    close,
  };
}

type Passed = Record<Direction, { messages: number; bytes: number }>;

const NOTHING: Passed = { toServer: { messages: 0, bytes: 0 }, toClient: { messages: 0, bytes: 0 } };

interface LinkOptions {
  readonly connection: number;
  /** Counted up as messages pass. */
  readonly passed: Passed;
  /** The plan, where its fault is to be made at this message. */
  readonly strikes: (message: LinkMessage) => FaultPlan | null;
  /** Called when the fault is made. */
  readonly tell: () => void;
}

/** One client and its server, until the fault meets them. */
class Link {
  readonly #client: net.Socket;
  readonly #server: net.Socket;
  readonly #options: LinkOptions;
  /** Directions in which nothing passes any more. */
  readonly #dead = new Set<Direction>();
  #asksForTls = false;
  /** Set while the link is delayed. */
  #held: (() => void)[] | null = null;

  constructor(client: net.Socket, server: net.Socket, options: LinkOptions) {
    this.#client = client.on('error', () => {});
    this.#server = server.on('error', () => {});
    this.#options = options;
  }

  open(): void {
    const toServer = new MessageReader((message) => this.#pass('toServer', message), SSL_REQUEST);
    const toClient = new MessageReader((message) => this.#pass('toClient', message));
    this.#client.on('data', (bytes) => toServer.push(bytes));
    this.#server.on('data', (bytes) => toClient.push(this.#withoutTlsAnswer(bytes)));
    // As a kernel does for a process that is gone: what was sent still arrives.
    this.#client.on('close', () => this.#dead.size < 2 && this.#server.end());
    this.#server.on('close', () => this.#dead.size < 2 && this.#client.destroy());
  }

  stall(): void {
    this.#dead.add('toServer').add('toClient');
  }

  destroy(): void {
    this.#client.destroy();
    this.#server.destroy();
  }

  /** The answer to the question for TLS is one byte, and no message. */
  #withoutTlsAnswer(bytes: Buffer): Buffer {
    if (!this.#asksForTls) return bytes;
    this.#asksForTls = false;
    this.#client.write(bytes.subarray(0, 1));
    return bytes.subarray(1);
  }

  #pass(direction: Direction, message: Buffer): void {
    if (this.#dead.has(direction)) return;
    if (direction === 'toServer' && isTlsRequest(message)) {
      this.#asksForTls = true;
      this.#to(direction).write(message);
      return;
    }
    if (this.#held) {
      this.#held.push(() => this.#pass(direction, message));
      return;
    }
    const { connection, passed, strikes } = this.#options;
    const before = { ...passed[direction] };
    const passing = {
      direction,
      connection,
      before,
      length: message.length,
      text: message.toString('latin1'),
    };
    const plan = strikes(passing);
    if (plan) this.#strike(plan, passing, message);
    else this.#write(direction, message);
  }

  #to(direction: Direction): net.Socket {
    return direction === 'toServer' ? this.#server : this.#client;
  }

  #write(direction: Direction, message: Buffer, done?: () => void): void {
    const passed = this.#options.passed[direction];
    passed.messages += 1;
    passed.bytes += message.length;
    if (this.#to(direction).writable) this.#to(direction).write(message, done);
  }

  #strike({ fault, through }: FaultPlan, passing: LinkMessage, message: Buffer): void {
    const { direction } = passing;
    const { tell } = this.#options;
    if (through) this.#to(direction).write(message.subarray(0, through(passing)));
    if (fault === 'hold') {
      this.#dead.add(direction);
      this.#write(direction, message, tell);
      return;
    }
    tell();
    if (fault === 'delay') this.#delay(direction, message);
    else if (fault === 'half-close') {
      this.#dead.add(direction);
      this.#to(direction).end();
    } else {
      this.stall();
      if (fault === 'cut' || fault === 'cut-client') this.#client.resetAndDestroy();
      if (fault === 'cut' || fault === 'cut-server') this.#server.resetAndDestroy();
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
