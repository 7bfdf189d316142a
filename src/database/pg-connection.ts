import type { Duplex } from 'node:stream';
import type { Client, ClientConfig, QueryResult } from 'pg';
import type {
  Capabilities,
  Connection,
  CopyInput,
  ScriptResult,
  ServerNotice,
  TransactionStatus,
} from './connection.js';
import { loadPg } from './load-pg.js';

export interface SessionOptions {
  readonly kind: Connection['kind'];
  readonly capabilities: Capabilities;
  readonly address: Connection['address'];
  readonly client: ClientConfig & { readonly stream?: () => Duplex };
  /** Sends the server's cancel request for a backend; absent where nothing can be cancelled. */
  readonly sendCancel?: (backend: { pid: number; secret: number }) => Promise<void>;
  /** Called once after the session has ended, however it ended. */
  readonly onClosed?: () => Promise<void>;
}

const STATUS: Record<string, TransactionStatus> = { I: 'idle', T: 'open', E: 'failed' };
const CLOSE_TIMEOUT_MS = 2_000;

/** Connects and returns the session. Rejects with the raw error of the driver; `connect.ts` explains it. */
export async function openSession(options: SessionOptions): Promise<Connection> {
  const { pg, queries } = await loadPg();
  const client = new pg.Client({ ...options.client, pipeline: true });
  const session = new PgConnection(client, options, queries);
  try {
    await client.connect();
  } catch (error) {
    await session.close();
    throw error;
  }
  return session;
}

type Queries = Awaited<ReturnType<typeof loadPg>>['queries'];

/** Members of `pg`'s client that its public types leave out. */
interface ClientInternals {
  readonly processID: number | null;
  readonly secretKey: number | null;
  readonly connection: {
    on(
      event: 'parameterStatus',
      listener: (m: { parameterName: string; parameterValue: string }) => void,
    ): void;
    readonly stream: Duplex;
  };
}

class PgConnection implements Connection {
  readonly kind: Connection['kind'];
  readonly capabilities: Capabilities;
  readonly address: Connection['address'];
  serverVersion = 0;
  lost = false;
  readonly #client: Client;
  readonly #internals: ClientInternals;
  readonly #options: SessionOptions;
  readonly #queries: Queries;
  #closing: Promise<void> | undefined;

  constructor(client: Client, options: SessionOptions, queries: Queries) {
    this.kind = options.kind;
    this.capabilities = options.capabilities;
    this.address = options.address;
    this.#client = client;
    this.#internals = client as unknown as ClientInternals;
    this.#options = options;
    this.#queries = queries;
    const lose = () => {
      this.lost = true;
    };
    client.on('error', lose).on('end', lose);
    this.#internals.connection.on('parameterStatus', ({ parameterName, parameterValue }) => {
      if (parameterName === 'server_version') this.serverVersion = versionNumber(parameterValue);
    });
  }

  get backendPid(): number {
    return this.#internals.processID ?? 0;
  }

  run(text: string): Promise<ScriptResult> {
    return this.#submit((done) => new this.#queries.ScriptQuery(text, done));
  }

  copyIn({ statement, data }: CopyInput): Promise<ScriptResult> {
    return this.#submit((done) => new this.#queries.CopyQuery(statement, data, done));
  }

  async query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]> {
    const result = await this.#client.query<Row>(values ? { text, values: [...values] } : { text });
    return result.rows;
  }

  async queryAll(text: string): Promise<object[][]> {
    const result = (await this.#client.query(text)) as QueryResult<object> | QueryResult<object>[];
    return [result].flat().map(({ rows }) => rows);
  }

  onNotice(listener: (notice: ServerNotice) => void): void {
    this.#client.on('notice', ({ severity = 'NOTICE', message = '', code = '00000' }) => {
      listener({ severity, message, sqlstate: code });
    });
  }

  async cancel(): Promise<void> {
    const { processID, secretKey } = this.#internals;
    if (this.lost || processID === null || secretKey === null) return;
    await this.#options.sendCancel?.({ pid: processID, secret: secretKey });
  }

  close(): Promise<void> {
    this.#closing ??= this.#end().finally(() => this.#options.onClosed?.());
    return this.#closing;
  }

  #submit(
    make: (done: (error: Error | null) => void) => InstanceType<Queries['ScriptQuery']>,
  ): Promise<ScriptResult> {
    return new Promise((resolve, reject) => {
      const query = make((error) => {
        if (error) reject(error);
        else resolve({ statements: query.statements, transaction: this.#transactionStatus() });
      });
      this.#client.query(query);
    });
  }

  #transactionStatus(): TransactionStatus {
    return STATUS[this.#client.getTransactionStatus() ?? ''] ?? 'failed';
  }

  /** A server that no longer answers must not keep the process: the socket is cut after a moment. */
  async #end(): Promise<void> {
    const cut = setTimeout(() => this.#internals.connection.stream.destroy(), CLOSE_TIMEOUT_MS);
    try {
      await this.#client.end();
    } catch {
      this.#internals.connection.stream.destroy();
    } finally {
      clearTimeout(cut);
      this.lost = true;
    }
  }
}

/** `18.4` -> 180004, `15.18 (Debian …)` -> 150018, `19devel` -> 190000. */
function versionNumber(version: string): number {
  const [, major = '0', minor = '0'] = /^(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  return Number(major) * 10_000 + Number(minor);
}
