import type { Duplex } from 'node:stream';
import type { Client } from 'pg';
import type {
  Capabilities,
  Connection,
  CopyInput,
  ResultColumn,
  ScriptResult,
  ServerNotice,
  StatementResult,
  TransactionStatus,
} from '../connection.js';
import { OWN_SETTINGS_COUNT, ownSettingsSql } from '../own-settings.js';
import { isServerError } from '../server-error.js';
import type { loadPg } from './load-pg.js';
import type { Done, ScriptQuery } from './wire-query.js';

type Queries = Awaited<ReturnType<typeof loadPg>>['queries'];

/** A client of the driver that becomes a session of this project. */
export interface PgSession {
  readonly client: Client;
  readonly queries: Queries;
  readonly kind: Connection['kind'];
  readonly capabilities: Capabilities;
  readonly address: Connection['address'];
  /** See `Connection`; default none. */
  readonly trustedOwners?: readonly string[];
  /** Send a text only when the one before it is answered: for a client that does not pipeline. */
  readonly serial: boolean;
  /** Sends the server's cancel request for a backend; absent where nothing can be cancelled. */
  readonly sendCancel?: (backend: { pid: number; secret: number }) => Promise<void>;
  /** Stops what runs right now where there is no server to ask for that: it may cost the session. */
  readonly interrupt?: () => Promise<void>;
  /** Ends the client, or gives it back. May reject. `cancel` is the session's. */
  readonly end: (cancel: () => Promise<void>) => Promise<void>;
}

/** Members of `pg`'s client that its public types leave out. */
export interface ClientInternals {
  readonly processID: number | null;
  readonly secretKey: number | null;
  readonly connection: {
    on(event: 'readyForQuery', listener: () => void): void;
    on(event: 'parameterStatus', listener: (message: ParameterStatus) => void): void;
    off(event: 'readyForQuery', listener: () => void): void;
    readonly stream: Duplex;
    /** Named statements that the driver has prepared. */
    parsedStatements: Record<string, unknown>;
  };
}

interface ParameterStatus {
  readonly parameterName: string;
  readonly parameterValue: string;
}

const STATUS: Record<string, TransactionStatus> = { I: 'idle', T: 'open', E: 'failed' };

export function internalsOf(client: Client): ClientInternals {
  return client as unknown as ClientInternals;
}

export class PgConnection implements Connection {
  readonly kind: Connection['kind'];
  readonly capabilities: Capabilities;
  readonly address: Connection['address'];
  readonly trustedOwners: readonly string[];
  serverVersion = 0;
  lost = false;
  readonly #session: PgSession;
  readonly #client: Client;
  readonly #noticeListeners: ((notice: ServerNotice) => void)[] = [];
  #rejections: (() => void)[] = [];
  #last: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(session: PgSession) {
    this.kind = session.kind;
    this.capabilities = session.capabilities;
    this.address = session.address;
    this.trustedOwners = session.trustedOwners ?? [];
    this.#session = session;
    this.#client = session.client;
    this.#client.on('error', this.#lose).on('end', this.#lose).on('notice', this.#notice);
    internalsOf(this.#client).connection.on('readyForQuery', this.#settle);
  }

  get backendPid(): number {
    return internalsOf(this.#client).processID ?? 0;
  }

  run(text: string, onStatement?: (result: StatementResult) => void): Promise<ScriptResult> {
    return this.#script((done) => new this.#session.queries.ScriptQuery(text, done, onStatement));
  }

  copyIn({ statement, data }: CopyInput): Promise<ScriptResult> {
    return this.#script((done) => new this.#session.queries.CopyQuery(statement, data, done));
  }

  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    if (values.length === 0) return ((await this.queryAll(text)).at(-1) ?? []) as Row[];
    const { ParameterQuery } = this.#session.queries;
    return this.#ask(
      (done) => new ParameterQuery(text, values, done),
      ({ answer }) => answer as Row[],
    );
  }

  async queryAll(text: string): Promise<object[][]> {
    const answers = await this.queryUnbound(`${ownSettingsSql}; ${text}`);
    return answers.slice(OWN_SETTINGS_COUNT);
  }

  queryUnbound(text: string): Promise<object[][]> {
    return this.#ask(
      (done) => new this.#session.queries.RowsQuery(text, done),
      ({ answers }) => answers,
    );
  }

  columnsOf(text: string): Promise<readonly ResultColumn[]> {
    return this.#ask(
      (done) => new this.#session.queries.RowsQuery(text, done),
      ({ columns }) => columns,
    );
  }

  onNotice(listener: (notice: ServerNotice) => void): void {
    this.#noticeListeners.push(listener);
  }

  onNotification(listener: () => void): void {
    this.#client.on('notification', listener);
  }

  async cancel(): Promise<void> {
    if (this.#session.interrupt && !this.lost) return this.#session.interrupt();
    const { processID, secretKey } = internalsOf(this.#client);
    if (this.lost || processID === null || secretKey === null) return;
    await this.#session.sendCancel?.({ pid: processID, secret: secretKey });
  }

  abandon(): void {
    internalsOf(this.#client).connection.stream.destroy();
  }

  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  #script(make: (done: Done) => ScriptQuery): Promise<ScriptResult> {
    return this.#ask(make, ({ statements }) => ({ statements, transaction: this.#transactionStatus() }));
  }

  #ask<Q extends object, T>(make: (done: Done) => Q, answerOf: (query: Q) => T): Promise<T> {
    const ask = () => this.#send(make, answerOf);
    if (!this.#session.serial) return ask();
    const answer = this.#last.then(ask, ask);
    this.#last = answer;
    return answer;
  }

  /** An error of the server is handed on when its answer is complete: only then is it known whether the link ends. */
  #send<Q extends object, T>(make: (done: Done) => Q, answerOf: (query: Q) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.lost || (this.#closing && !this.#session.serial)) {
        reject(new Error('the session has ended'));
        return;
      }
      const query = make((error) => {
        if (error === null) resolve(answerOf(query));
        else if (isServerError(error) && !this.lost) this.#rejections.push(() => reject(error));
        else reject(error);
      });
      this.#client.query(query as ScriptQuery);
    });
  }

  readonly #settle = (): void => {
    const rejections = this.#rejections;
    this.#rejections = [];
    for (const reject of rejections) reject();
  };

  readonly #lose = (): void => {
    this.lost = true;
    this.#settle();
  };

  readonly #notice = ({ severity = 'NOTICE', message = '', code = '00000' }): void => {
    for (const listener of this.#noticeListeners) listener({ severity, message, sqlstate: code });
  };

  #transactionStatus(): TransactionStatus {
    return STATUS[this.#client.getTransactionStatus() ?? ''] ?? 'failed';
  }

  async #end(): Promise<void> {
    await this.#session.end(() => this.cancel()).catch(() => {});
    this.#lose();
    this.#client.off('notice', this.#notice).off('end', this.#lose);
    internalsOf(this.#client).connection.off('readyForQuery', this.#settle);
    if (this.#session.serial) this.#client.off('error', this.#lose);
  }
}
