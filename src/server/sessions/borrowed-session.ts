import type {
  Connection,
  CopyInput,
  ResultColumn,
  ScriptResult,
  ServerNotice,
  StatementResult,
} from '../../database/connection.js';

/** A session of a pool as its borrower has it: `close` gives it back, and closes nothing. */
export class BorrowedSession implements Connection {
  readonly #session: Connection;
  readonly #giveBack: () => void;

  constructor(session: Connection, giveBack: () => void) {
    this.#session = session;
    this.#giveBack = giveBack;
  }

  get kind(): Connection['kind'] {
    return this.#session.kind;
  }

  get capabilities(): Connection['capabilities'] {
    return this.#session.capabilities;
  }

  get address(): Connection['address'] {
    return this.#session.address;
  }

  get serverVersion(): number {
    return this.#session.serverVersion;
  }

  get backendPid(): number {
    return this.#session.backendPid;
  }

  get trustedOwners(): readonly string[] {
    return this.#session.trustedOwners;
  }

  get lost(): boolean {
    return this.#session.lost;
  }

  run(text: string, onStatement?: (result: StatementResult) => void): Promise<ScriptResult> {
    return this.#session.run(text, onStatement);
  }

  copyIn(input: CopyInput): Promise<ScriptResult> {
    return this.#session.copyIn(input);
  }

  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]> {
    return this.#session.query<Row>(text, values);
  }

  queryAll(text: string): Promise<object[][]> {
    return this.#session.queryAll(text);
  }

  queryUnbound(text: string): Promise<object[][]> {
    return this.#session.queryUnbound(text);
  }

  columnsOf(text: string): Promise<readonly ResultColumn[]> {
    return this.#session.columnsOf(text);
  }

  onNotice(listener: (notice: ServerNotice) => void): void {
    this.#session.onNotice(listener);
  }

  onNotification(listener: () => void): void {
    this.#session.onNotification(listener);
  }

  cancel(): Promise<void> {
    return this.#session.cancel();
  }

  async close(): Promise<void> {
    this.#giveBack();
  }

  abandon(): void {
    this.#session.abandon();
    this.#giveBack();
  }
}
