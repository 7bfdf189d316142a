// The outbox at work: deliveries a second of one worker beside a bare loop of the HTTP client, and the time to claim
// due ones among few rows and among a million.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import path from 'node:path';
import pg from 'pg';
import { importSource } from '../scripts/build/import-source.mjs';
import { figure, inTurn, median, ratio } from './compare.mjs';
import { CLI, cleanEnvironment, makeProject, query, startServer, timed } from './support.mjs';

const DELIVERIES = 5_000;
/** Requests a worker has under way to one endpoint. */
const CONCURRENCY = 16;
/** Of twice the concurrency each; all of them together are fewer than the smaller number of rows. */
const CLAIMS = 25;

export async function benchDeliveries({ rounds }) {
  const server = await startServer();
  const project = makeProject(1);
  try {
    await makeOutbox(server, project);
    return [...(await throughput(server, project, rounds)), ...(await claiming(server))];
  } finally {
    project.remove();
    await server.stop();
  }
}

/** One stored delivery, to be copied as often as needed. */
async function makeOutbox(server, project) {
  await server.freshDatabase('outbox');
  const url = server.url('outbox');
  const env = { CONFITURE_WEBHOOK_URL: 'http://127.0.0.1:9/' };
  const up = ['migrate', 'up', '--quiet', '--drain-timeout', '0', '--database-url', url];
  await timed(process.execPath, [CLI, ...up], { cwd: project.dir, env });
  await timed(process.execPath, [CLI, 'webhooks', 'deliveries', '--database-url', url], {
    cwd: project.dir,
    env,
  });
}

/** `count` deliveries that are due, in a database of their own. */
async function fill(server, name, count) {
  await server.freshDatabase(name, 'outbox');
  const url = server.url(name);
  await query(
    url,
    `insert into confiture.events select 'evt_' || lpad(n::text, 26, '0'), type, created_at, run_id, migration, body,
       project, environment
     from confiture.events, generate_series(1, ${count - 1}) n;
     insert into confiture.deliveries (id, event_id, hook, endpoint, message, project, environment)
     select 'dlv_' || n, 'evt_' || lpad(n::text, 26, '0'), hook, endpoint, message, project, environment
     from confiture.deliveries, generate_series(1, ${count - 1}) n;
     analyze`,
  );
  await query(url, 'vacuum confiture.deliveries');
}

async function throughput(server, project, rounds) {
  const { worker, loop } = await inTurn(rounds, {
    worker: async () => {
      await fill(server, 'busy', DELIVERIES);
      return receive((url) => startWorker(server.url('busy'), project.dir, url));
    },
    loop: () => receive(startBareLoop),
  });
  return [['deliveries a second, one worker', figure(worker, '/s'), ratio(worker, loop, 'bare undici loop')]];
}

function startWorker(databaseUrl, cwd, url) {
  return spawn(process.execPath, [CLI, 'worker', '--quiet', '--database-url', databaseUrl], {
    cwd,
    stdio: 'ignore',
    env: cleanEnvironment({ CONFITURE_WEBHOOK_URL: url, CONFITURE_WEBHOOK_SECRET: 'invented-bench-secret' }),
  });
}

function startBareLoop(url) {
  const args = [path.resolve('bench/bare-loop.mjs'), url, String(DELIVERIES), String(CONCURRENCY)];
  return spawn(process.execPath, args, { stdio: 'inherit', env: cleanEnvironment({}) });
}

/** Requests a second from the first to the last of what `start` sends. */
async function receive(start) {
  const times = [];
  let finish;
  const finished = new Promise((resolve) => {
    finish = resolve;
  });
  const receiver = createServer((request, response) => {
    request.resume().on('end', () => {
      response.end('ok');
      times.push(performance.now());
      if (times.length === DELIVERIES) finish();
    });
  });
  await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const sender = start(`http://127.0.0.1:${receiver.address().port}/`);
  const ended = new Promise((resolve) => sender.on('close', resolve));
  await Promise.race([finished, ended]);
  sender.kill('SIGTERM');
  await ended;
  receiver.closeAllConnections();
  receiver.close();
  if (times.length < DELIVERIES) throw new Error(`only ${times.length} of ${DELIVERIES} were received`);
  return ((DELIVERIES - 1) / (times.at(-1) - times[0])) * 1000;
}

async function claiming(server) {
  const claimDue = await loadClaim();
  const few = await claimTimes(server, claimDue, 1_000);
  const many = await claimTimes(server, claimDue, 1_000_000);
  return [
    ['claiming among 1,000 due', figure(few, 'ms', 2)],
    [
      'claiming among 1,000,000 due',
      figure(many, 'ms', 2),
      `${(median(many) / median(few)).toFixed(2)} × among 1,000`,
    ],
  ];
}

async function claimTimes(server, claimDue, count) {
  await fill(server, 'waiting', count);
  const client = new pg.Client({ connectionString: server.url('waiting') });
  await client.connect();
  const connection = { query: async (text, values) => (await client.query(text, values)).rows };
  try {
    const values = [];
    for (let round = 0; round < CLAIMS; round += 1) {
      const startedMs = performance.now();
      const claimed = await claimDue(
        connection,
        { token: `bench-${round}`, at: null },
        { project: 'public.tb_confiture', environment: 'local' },
        [{ hook: 'webhooks', targets: null }],
        { firstRoom: 2 * CONCURRENCY, rooms: [] },
      );
      values.push(performance.now() - startedMs);
      if (claimed.length !== 2 * CONCURRENCY) throw new Error(`${claimed.length} were claimed`);
    }
    return values;
  } finally {
    await client.end();
  }
}

/** The function the worker claims with, which the package does not export. */
async function loadClaim() {
  return (await importSource(`export { claimDue } from './src/outbox/store/claim.ts';`)).claimDue;
}
