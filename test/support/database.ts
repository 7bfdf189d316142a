import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';

/** A database of the test's own, dropped when the test has ended. */
export interface TestDatabase {
  readonly url: string;
  readonly name: string;
  query<Row extends object = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>;
}

/** `server` is the URL of another server than that of the test run, without a database. */
export async function createDatabase(server = inject('postgresUrl')): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(`${server}/postgres`, (client) => client.query(`create database ${name}`));
  onTestFinished(async () => {
    await onServer(`${server}/postgres`, (client) =>
      client.query(`drop database if exists ${name} with (force)`),
    );
  });
  const url = `${server}/${name}`;
  return {
    url,
    name,
    query: (text, values) =>
      onServer(url, async (client) => (await client.query(text, values)).rows as never),
  };
}

/** Runs `work` over a connection of its own. */
export async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
