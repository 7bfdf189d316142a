import pg from 'pg';
import type { StatementResult } from './connection.js';

/** What `pg` hands a query as it goes over the wire; not in its public types. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

const COPY_CHUNK_BYTES = 64 * 1024;

/**
 * A simple query that keeps command tags and drops rows, so that a migration that selects a million
 * rows costs no memory. A subclass of pg's own query, because only those may be pipelined.
 */
export class ScriptQuery extends pg.Query {
  readonly statements: StatementResult[] = [];

  constructor(text: string, done: (error: Error | null) => void) {
    super(text);
    (this as unknown as { callback: (error: Error | null) => void }).callback = done;
  }

  handleRowDescription(): void {}

  handleDataRow(): void {}

  handleCommandComplete(message: { text: string }): void {
    this.statements.push(readCommandTag(message.text));
  }
}

/**
 * `COPY … FROM stdin` whose data travels with the command, without waiting for the server's answer: it
 * ignores the data where the command fails, and the embedded database cannot be asked in between.
 */
export class CopyQuery extends ScriptQuery {
  constructor(text: string, data: string, done: (error: Error | null) => void) {
    super(text, done);
    const bytes = Buffer.from(data, 'utf8');
    this.submit = (connection) => sendCopy(connection as unknown as Wire, text, bytes);
  }

  handleCopyInResponse(): void {}
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
export function readCommandTag(tag: string): StatementResult {
  const [command = ''] = /^[A-Z ]*[A-Z]/.exec(tag) ?? [];
  const count = / (\d+)$/.exec(tag)?.[1];
  return { command, rowCount: count === undefined ? null : Number(count) };
}
