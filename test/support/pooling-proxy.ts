import { randomInt } from 'node:crypto';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { CancelRequests, type SessionKey } from './cancel-requests.js';
import { MessageReader, SSL_REQUEST } from './message-reader.js';

export interface PoolingOptions {
  /** What a client keeps its server connection for. */
  readonly mode: 'session' | 'transaction';
  /** Server connections the clients share. */
  readonly servers: number;
  /** Reset a server connection when its client has left, as poolers do in session mode. Default: nothing is reset. */
  readonly resets?: boolean;
  /** Pass cancel requests on to the server, as poolers do. Default: they reach nothing. */
  readonly passesCancels?: boolean;
}

/** A connection pooler in front of one database of a server, for the length of a test. */
export interface PoolingProxy {
  readonly url: string;
  /** Process ids of the server connections. */
  readonly backends: readonly number[];
}

/**
 * Speaks the wire protocol as poolers do: it logs clients in by itself, tells them process ids that mean nothing to the
 * server, and lends a server connection for a session, or until the server says that no transaction is open
 * (ReadyForQuery `I`). It asks for no password.
 */
export async function startPoolingProxy(
  url: string,
  { mode, servers, resets = false, passesCancels = false }: PoolingOptions,
): Promise<PoolingProxy> {
  const backends = await Promise.all(Array.from({ length: servers }, () => openBackend(url)));
  const pool = new Pool(backends);
  const cancels = passesCancels ? new CancelRequests(url) : null;
  const clients = new Set<net.Socket>();
  const proxy = net.createServer((socket) => {
    clients.add(socket.on('error', () => {}));
    serve(socket, pool, mode, resets ? ['rollback', 'discard all'] : ['rollback'], cancels);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const client of clients) client.destroy();
    for (const { stream } of backends) stream.destroy();
    proxy.close();
  });
  const address = new URL(url);
  address.port = String((proxy.address() as net.AddressInfo).port);
  return { url: address.href, backends: backends.map(({ pid }) => pid) };
}

interface Backend extends SessionKey {
  /** As the server reports it when a client logs in. */
  readonly serverVersion: string;
  readonly stream: Duplex;
  /** Gets each message of the server while a client has this connection. */
  onMessage: (message: Buffer) => void;
}

/** Logs in with the driver and then takes its socket over. */
async function openBackend(url: string): Promise<Backend> {
  const client = new pg.Client({ connectionString: url, application_name: 'pooler' });
  client.on('error', () => {});
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  const { processID, secretKey, connection } = client as unknown as {
    processID: number;
    secretKey: number;
    connection: { stream: Duplex };
  };
  const { stream } = connection;
  stream.removeAllListeners('data');
  const serverVersion = rows[0]?.server_version ?? '';
  const backend: Backend = {
    pid: processID,
    secret: secretKey,
    serverVersion,
    stream,
    onMessage: () => {},
  };
  const messages = new MessageReader((message) => backend.onMessage(message));
  stream.on('data', (bytes: Buffer) => messages.push(bytes));
  return backend;
}

/** The connection that came back last is the next to go, as with PgBouncer. */
class Pool {
  readonly #free: Backend[];
  readonly #serverVersion: string;
  readonly #waiting: ((backend: Backend) => void)[] = [];

  constructor(backends: readonly Backend[]) {
    this.#free = [...backends];
    this.#serverVersion = backends[0]?.serverVersion ?? '';
  }

  take(use: (backend: Backend) => void): void {
    const backend = this.#free.pop();
    if (backend) use(backend);
    else this.#waiting.push(use);
  }

  get serverVersion(): string {
    return this.#serverVersion;
  }

  giveBack(backend: Backend): void {
    backend.onMessage = () => {};
    const next = this.#waiting.shift();
    if (next) next(backend);
    else this.#free.push(backend);
  }
}

const READY = 'Z'.charCodeAt(0);
const IDLE = 'I'.charCodeAt(0);
const QUERY = 'Q'.charCodeAt(0);
const SYNC = 'S'.charCodeAt(0);
const OF_COPY: ReadonlySet<number> = new Set(Buffer.from('dcf'));
const TERMINATE = 'X'.charCodeAt(0);

function serve(
  socket: net.Socket,
  pool: Pool,
  mode: PoolingOptions['mode'],
  leaving: readonly string[],
  cancels: CancelRequests | null,
): void {
  const client = new PooledClient(socket, pool, mode, leaving, cancels);
  const messages = new MessageReader((message) => client.take(message), SSL_REQUEST);
  socket.on('data', (bytes) => messages.push(bytes)).on('close', () => client.leave());
}

/** Sends one question at a time and keeps the others, so that a transaction can end between any two of them. */
class PooledClient {
  readonly #socket: net.Socket;
  readonly #pool: Pool;
  readonly #mode: PoolingOptions['mode'];
  readonly #queue: Buffer[] = [];
  #backend: Backend | null = null;
  #isLoggedIn = false;
  #isWaiting = false;
  #isAsking = false;
  #isGone = false;

  readonly #leaving: readonly string[];
  readonly #cancels: CancelRequests | null;

  constructor(
    socket: net.Socket,
    pool: Pool,
    mode: PoolingOptions['mode'],
    leaving: readonly string[],
    cancels: CancelRequests | null,
  ) {
    this.#leaving = leaving;
    this.#cancels = cancels;
    this.#socket = socket;
    this.#pool = pool;
    this.#mode = mode;
  }

  take(message: Buffer): void {
    if (!this.#isLoggedIn) this.#logIn(message);
    else if (message[0] === TERMINATE) this.#socket.end();
    else {
      this.#queue.push(message);
      this.#next();
    }
  }

  /** A transaction that the client has left open is rolled back. */
  leave(): void {
    this.#isGone = true;
    const backend = this.#backend;
    this.#backend = null;
    if (!backend) return;
    let left = this.#leaving.length + (this.#isAsking ? 1 : 0);
    backend.onMessage = (message) => {
      if (message[0] !== READY) return;
      left -= 1;
      if (left === 0) this.#pool.giveBack(backend);
    };
    for (const text of this.#leaving) backend.stream.write(encode('Q', Buffer.from(`${text}\0`)));
  }

  #logIn(message: Buffer): void {
    if (message.readInt32BE(4) === SSL_REQUEST) {
      this.#socket.write('N');
      return;
    }
    if (this.#cancels?.take(message)) {
      this.#socket.end();
      return;
    }
    this.#isLoggedIn = true;
    const key = Buffer.alloc(8);
    const told = randomInt(0x4000_0000, 0x7fff_ffff);
    key.writeInt32BE(told);
    this.#cancels?.add(told, () => this.#backend);
    this.#socket.write(
      Buffer.concat([
        encode('R', Buffer.alloc(4)),
        encode('S', Buffer.from(`server_version\0${this.#pool.serverVersion}\0`)),
        encode('K', key),
        encode('Z', Buffer.from('I')),
      ]),
    );
  }

  #next(): void {
    if (this.#queue.length === 0) return;
    if (this.#backend) this.#send(this.#backend);
    else if (!this.#isWaiting) {
      this.#isWaiting = true;
      this.#pool.take((backend) => this.#use(backend));
    }
  }

  #use(backend: Backend): void {
    this.#isWaiting = false;
    if (this.#isGone) {
      this.#pool.giveBack(backend);
      return;
    }
    this.#backend = backend;
    backend.onMessage = (message) => this.#answer(backend, message);
    this.#send(backend);
  }

  /** What belongs to a COPY goes with its question; a question of several messages ends with Sync. */
  #send(backend: Backend): void {
    for (let [message] = this.#queue; message; [message] = this.#queue) {
      const kind = message[0] ?? 0;
      if (this.#isAsking && !OF_COPY.has(kind)) return;
      this.#isAsking ||= kind === QUERY || kind === SYNC;
      backend.stream.write(message);
      this.#queue.shift();
    }
  }

  #answer(backend: Backend, message: Buffer): void {
    this.#socket.write(message);
    if (message[0] !== READY) return;
    this.#isAsking = false;
    if (this.#mode === 'transaction' && message[5] === IDLE) {
      this.#backend = null;
      this.#pool.giveBack(backend);
    }
    this.#next();
  }
}

function encode(tag: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(tag);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
