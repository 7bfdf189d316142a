import pg from 'pg';
import type { ResultColumn, StatementResult } from '../connection.js';
import { ownSettingsQuery } from '../own-settings.js';

/** What `pg` hands a query as it goes over the wire; not in its public types. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

/** The same, for the extended protocol. */
interface ExtendedWire {
  parse(statement: { readonly text: string }): void;
  bind(portal: object): void;
  execute(portal: object): void;
}

interface RowSet {
  readonly rows: object[];
  readonly fields: readonly {
    readonly name: string;
    readonly dataTypeID: number;
    readonly dataTypeModifier: number;
  }[];
}

/** Members of pg's own query that its public types leave out. */
const inherited = pg.Query.prototype as unknown as {
  prepare(wire: ExtendedWire): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, wire: ExtendedWire): void;
};

/** Told once, with null where the server answered without an error. */
export type Done = (error: Error | null) => void;

const COPY_CHUNK_BYTES = 64 * 1024;

/** A simple query. A subclass of pg's own, because only those may be pipelined. */
class TextQuery extends pg.Query {
  constructor(text: string, done: (error: Error | null, results: unknown) => void) {
    super(text);
    (this as unknown as { callback: typeof done }).callback = done;
    this.submit = (connection) => sendText(connection as unknown as Wire, text);
  }

  handleCopyInResponse(): void {}
}

/** Keeps the rows of every statement of a text, and the columns of the last. */
export class RowsQuery extends TextQuery {
  answers: object[][] = [];
  columns: readonly ResultColumn[] = [];

  constructor(text: string, done: Done) {
    super(text, (error, results) => {
      if (!error) this.#keep([results as RowSet | RowSet[]].flat());
      done(error);
    });
  }

  #keep(sets: readonly RowSet[]): void {
    this.answers = sets.map(({ rows }) => rows);
    this.columns = (sets.at(-1)?.fields ?? []).map(({ name, dataTypeID, dataTypeModifier }) => {
      return { name, typeId: dataTypeID, typeModifier: dataTypeModifier };
    });
  }
}

/**
 * Keeps the rows of one own statement with parameters, by the extended protocol. The own settings travel ahead of it:
 * what stands between two Sync messages is one transaction.
 */
export class ParameterQuery extends pg.Query {
  answer: object[] = [];
  #isSet = false;

  constructor(text: string, values: readonly unknown[], done: Done) {
    super({ text, values: [...values] });
    (this as unknown as { callback: unknown }).callback = (error: Error | null, result: RowSet) => {
      if (!error) this.answer = result.rows;
      done(error);
    };
  }

  prepare(wire: ExtendedWire): void {
    wire.parse({ text: ownSettingsQuery });
    wire.bind({});
    wire.execute({});
    inherited.prepare.call(this, wire);
  }

  handleDataRow(message: unknown): void {
    if (this.#isSet) inherited.handleDataRow.call(this, message);
  }

  handleCommandComplete(message: unknown, wire: ExtendedWire): void {
    if (this.#isSet) inherited.handleCommandComplete.call(this, message, wire);
    this.#isSet = true;
  }
}

/** Keeps command tags and drops rows, so that a migration that selects a million rows costs no memory. */
export class ScriptQuery extends TextQuery {
  readonly statements: StatementResult[] = [];
  readonly #onStatement: ((result: StatementResult) => void) | undefined;

  constructor(text: string, done: Done, onStatement?: (result: StatementResult) => void) {
    super(text, done);
    this.#onStatement = onStatement;
  }

  handleRowDescription(): void {}

  handleDataRow(): void {}

  handleCommandComplete(message: { text: string }): void {
    const result = readCommandTag(message.text);
    this.statements.push(result);
    this.#onStatement?.(result);
  }
}

/**
 * `COPY … FROM stdin` whose data travels with the command, without waiting for the server's answer: it
 * ignores the data where the command fails, and the embedded database cannot be asked in between.
 */
export class CopyQuery extends ScriptQuery {
  constructor(text: string, data: string, done: Done) {
    super(text, done);
    const bytes = Buffer.from(data, 'utf8');
    this.submit = (connection) => sendCopy(connection as unknown as Wire, text, bytes);
  }
}

/**
 * A server in the middle of a COPY takes the next query for data and never answers it, which would give
 * every later answer to the wrong question. So a text that may ask for data carries the refusal with it;
 * a server that asked for none ignores it.
 */
function sendText(wire: Wire, text: string): void {
  wire.stream.cork();
  wire.query(text);
  if (/\bstdin\b/i.test(text)) wire.sendCopyFail('there is no data for COPY FROM STDIN');
  wire.stream.uncork();
}

function sendCopy(wire: Wire, text: string, bytes: Buffer): void {
  wire.stream.cork();
  wire.query(text);
  for (let at = 0; at < bytes.length; at += COPY_CHUNK_BYTES) {
    wire.sendCopyFromChunk(bytes.subarray(at, at + COPY_CHUNK_BYTES));
  }
  wire.endCopyFrom();
  wire.stream.uncork();
}

/** `INSERT 0 5` -> INSERT, 5; `CREATE TABLE` -> CREATE TABLE, null. */
function readCommandTag(tag: string): StatementResult {
  const [command = ''] = /^[A-Z ]*[A-Z]/.exec(tag) ?? [];
  const count = / (\d+)$/.exec(tag)?.[1];
  return { command, rowCount: count === undefined ? null : Number(count) };
}
