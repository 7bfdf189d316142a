import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';
import { findClearSecrets } from './clear-secrets.js';

/** A database of the test's own, dropped when the test has ended, which fails where it has left a secret in clear there. */
export interface TestDatabase {
  readonly url: string;
  readonly name: string;
  query<Row extends object = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>;
}

/** `server` is the URL of another server than that of the test run, without a database. */
export async function createDatabase(server = inject('postgresUrl')): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(`${server}/postgres`, (client) => client.query(`create database ${name}`));
  const url = `${server}/${name}`;
  onTestFinished(async () => {
    const found = await clearSecretsIn(`${url}?options=-c%20lock_timeout%3D5s`);
    await onServer(`${server}/postgres`, (client) =>
      client.query(`drop database if exists ${name} with (force)`),
    );
    if (found.length > 0) throw new Error(`secrets stand in clear in ${found.join(', ')}`);
  });
  return {
    url,
    name,
    query: (text, values) =>
      onServer(url, async (client) => (await client.query(text, values)).rows as never),
  };
}

/** None where the test has dropped or closed its database, or stopped the server. */
async function clearSecretsIn(url: string): Promise<string[]> {
  let isOpen = false;
  try {
    return await onServer(url, (client) => {
      isOpen = true;
      return findClearSecrets(client);
    });
  } catch (error) {
    if (isOpen) throw error;
    return [];
  }
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
