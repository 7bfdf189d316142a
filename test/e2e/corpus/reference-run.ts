import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { psqlStatements } from './psql-statements.js';

/** Runs scripts the way `psql -v ON_ERROR_STOP=1 -f` does, each in a session of its own. */
export async function runLikePsql(url: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await runScript(client, await readFile(file, 'utf8'));
    } catch (error) {
      throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
    } finally {
      await client.end();
    }
  }
}

async function runScript(client: pg.Client, script: string): Promise<void> {
  let conforming = true;
  connectionOf(client).on('parameterStatus', ({ parameterName, parameterValue }) => {
    if (parameterName === 'standard_conforming_strings') conforming = parameterValue === 'on';
  });
  for (const { text, copyData } of psqlStatements(script, () => !conforming)) {
    await send(client, text, copyData);
  }
}

interface Wire {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  on(
    event: 'parameterStatus',
    listener: (message: { parameterName: string; parameterValue: string }) => void,
  ): void;
}

function connectionOf(client: pg.Client): Wire {
  return (client as unknown as { connection: Wire }).connection;
}

/** A simple query that feeds `data` to the server when it asks. */
class PsqlQuery extends pg.Query {
  readonly #data: string | null;

  constructor(text: string, data: string | null, done: (error: Error | null) => void) {
    super(text);
    this.#data = data;
    (this as unknown as { callback: typeof done }).callback = done;
  }

  handleCopyInResponse(wire: Wire): void {
    wire.sendCopyFromChunk(Buffer.from(this.#data ?? '', 'utf8'));
    wire.endCopyFrom();
  }
}

function send(client: pg.Client, text: string, data: string | null): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new PsqlQuery(text, data, (error) => (error ? reject(error) : resolve())));
  });
}
