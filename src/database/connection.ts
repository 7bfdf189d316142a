/**
 * The database port: everything above this folder speaks to PostgreSQL through these types. Real servers
 * and the embedded database both answer in the wire protocol, so there is one driver behind it and the
 * differences are data (`Capabilities`).
 */

/** What one session can and cannot do. */
export interface Capabilities {
  /** Other sessions can be open at the same time (worker, lock waiters, cancel requests). */
  readonly concurrentSessions: boolean;
  /** A running statement can be cancelled from outside; on the embedded database that ends the session. */
  readonly cancel: boolean;
}

/** Answer to one statement of a text. */
export interface StatementResult {
  /** Command tag without numbers, for instance `INSERT`. */
  readonly command: string;
  /** Rows the command tag counts; null where it counts none. */
  readonly rowCount: number | null;
}

/** Answer to one text sent with `run`. */
export interface ScriptResult {
  /** One a statement, in order; none where the text holds nothing but comments. */
  readonly statements: readonly StatementResult[];
  /** Server's transaction status after the text: the proof of who ended a transaction. */
  readonly transaction: TransactionStatus;
}

export type TransactionStatus = 'idle' | 'open' | 'failed';

/** A NOTICE, WARNING, … of the server. Free text of a migration: mask it before showing it. */
export interface ServerNotice {
  readonly severity: string;
  readonly message: string;
  /** Five-character SQLSTATE. */
  readonly sqlstate: string;
}

/** A column of a result, as the server describes it. */
export interface ResultColumn {
  readonly name: string;
  /** Object id of its type, and the modifier that belongs to it; -1 without one. */
  readonly typeId: number;
  readonly typeModifier: number;
}

/** Inline data of one `COPY … FROM stdin`. */
export interface CopyInput {
  readonly statement: string;
  readonly data: string;
}

/**
 * One session. Calls may overlap: texts are sent at once and answered in order (pipelining), and a text
 * that fails does not keep the server from running the next, so calls that overlap need a guard in their SQL.
 */
export interface Connection {
  readonly kind: 'postgres' | 'embedded';
  readonly capabilities: Capabilities;
  /** What may be shown of where this is. Never user, password or URL. */
  readonly address: { readonly host: string; readonly database: string };
  /** Number as in `server_version_num`, for instance 180004. */
  readonly serverVersion: number;
  /** Process id of the server's backend; 0 where there is none. */
  readonly backendPid: number;
  /** Roles, beside those trusted anyway, whose tables may hold ledger and outbox. */
  readonly trustedOwners: readonly string[];
  /** True after the link broke or was closed; right by the time the call that met it rejects. */
  readonly lost: boolean;

  /**
   * Runs one text, of any number of statements, by the simple query protocol. Rows are dropped as they
   * arrive. Rejects with the server's error; the transaction status is then unknown until the next answer.
   * `onStatement` is called as each statement completes: where the server names no position, the count
   * tells which statement failed.
   */
  run(text: string, onStatement?: (result: StatementResult) => void): Promise<ScriptResult>;
  /** Runs one `COPY … FROM stdin` with its data. */
  copyIn(input: CopyInput): Promise<ScriptResult>;
  /**
   * Rows of one own statement, under the own settings (`own-settings.ts`), whatever the session's are; with `values`
   * by the extended protocol. In an open transaction these settings stay in force until its end.
   */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** The same for each statement of one text, in one round trip. */
  queryAll(text: string): Promise<object[][]>;
  /** Rows of each statement of a text in the session's settings: a file of the user, or one that binds its names itself. */
  queryUnbound(text: string): Promise<object[][]>;
  /** Columns that the last statement of a text answers with; as `queryUnbound`. */
  columnsOf(text: string): Promise<readonly ResultColumn[]>;

  onNotice(listener: (notice: ServerNotice) => void): void;
  /** Called for each NOTIFY on a channel this session listens on. */
  onNotification(listener: () => void): void;
  /**
   * Asks the server to cancel the statement that this session runs; harmless when it runs none. The embedded
   * database cannot be asked: a statement that is still running after a moment ends with its session.
   */
  cancel(): Promise<void>;
  /**
   * Ends the session; releases its locks. What has been sent may still be answered; a statement that goes
   * on for longer is cancelled, and its call rejects. Never rejects.
   */
  close(): Promise<void>;
  /**
   * Cuts the link without a goodbye, whatever the server does or does not answer: calls that wait for it reject. The
   * server ends the session when it notices. `close` is still to be called.
   */
  abandon(): void;
}
