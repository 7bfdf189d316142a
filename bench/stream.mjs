// A server under load: 200 events a second for a minute, 50 streams, four clients that list. What the reads take, whether
// memory stays where it is, and whether each stream was told each event once and in order.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { CLI, cleanEnvironment, freePort, makeProject, startServer, timed } from './support.mjs';

const SECONDS = 60;
const EVENTS_A_SECOND = 200;
const STREAMS = 50;
const STREAMS_A_TOKEN = 10;
const READERS = 4;
/** Between two reads of a client, within the requests a minute that a token may send. */
const PAUSE_MS = 20;
const WARM_MS = 10_000;
const LISTS = ['/v1/events', '/v1/deliveries', '/v1/runs', '/v1/audit', '/v1/approvals'];

export async function benchStream() {
  const server = await startServer();
  const project = makeProject(1);
  try {
    await server.freshDatabase('stream');
    const url = server.url('stream');
    const env = { CONFITURE_DATABASE_URL: url };
    const cli = (...args) => timed(process.execPath, [CLI, ...args], { cwd: project.dir, env });
    await cli('migrate', 'up');
    const tokens = [];
    for (let n = 0; n < STREAMS / STREAMS_A_TOKEN + READERS; n += 1)
      tokens.push(await makeToken(cli, `bench-${n}`));
    const api = await startApi(project.dir, env);
    try {
      return await measure(url, api, tokens);
    } finally {
      api.child.kill('SIGTERM');
      await api.ended;
    }
  } finally {
    project.remove();
    await server.stop();
  }
}

async function measure(database, api, tokens) {
  const ended = new AbortController();
  const streams = await Promise.all(
    Array.from({ length: STREAMS }, (_, n) =>
      openStream(api.url, tokens[Math.floor(n / STREAMS_A_TOKEN)], ended.signal),
    ),
  );
  const lists = await existing(api.url, tokens.at(-1));
  const reads = tokens
    .slice(-READERS)
    .map((token, n) => readUntil(ended.signal, api.url, token, lists.slice(n).concat(lists.slice(0, n))));
  const early = sleep(WARM_MS).then(() => memoryOf(api.child.pid));
  const written = await write(database);
  await allTold(streams, written);
  const late = memoryOf(api.child.pid);
  ended.abort();
  const times = (await Promise.all(reads)).flat().toSorted((a, b) => a - b);
  const right = streams.filter(({ positions }) =>
    positions.every((position, index) => position === positions[0] + index),
  );
  return [
    [
      `p99 of ${times.length} lists beside it`,
      `${at(times, 0.99).toFixed(1)} ms`,
      `median ${at(times, 0.5).toFixed(1)} ms`,
    ],
    [
      'events stored, and told by each stream once',
      String(written),
      `${right.length} of ${STREAMS} streams in order`,
    ],
    ['memory of the server after a minute', `${late} MB`, `${await early} MB after ${WARM_MS / 1000} s`],
  ];
}

function at(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export async function makeToken(cli, name) {
  const { output } = await cli('--format', 'json', 'serve', 'token', 'create', name, '--scope', 'read');
  return /"(sk_live_[^"]+)"/.exec(output)[1];
}

export async function startApi(cwd, env) {
  const port = await freePort();
  const child = spawn(process.execPath, [CLI, 'serve', '--port', String(port)], {
    cwd,
    env: cleanEnvironment(env),
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.status === 200) return { url, child, ended };
    if (child.exitCode !== null) throw new Error('serve has ended');
    await sleep(50);
  }
}

async function openStream(url, token, signal) {
  const response = await fetch(`${url}/v1/stream`, { headers: { authorization: `Bearer ${token}` }, signal });
  if (response.status !== 200) throw new Error(`the stream answered ${response.status}`);
  const stream = { positions: [] };
  await new Promise((resolve) => {
    follow(response, stream, resolve).catch(() => {});
  });
  return stream;
}

async function follow(response, { positions }, onOpen) {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of response.body) {
    onOpen();
    rest += decoder.decode(chunk, { stream: true });
    const messages = rest.split('\n\n');
    rest = messages.pop();
    for (const message of messages)
      if (message.includes('\ndata: ')) positions.push(Number(/^id: (\d+)/m.exec(message)?.[1]));
  }
}

async function existing(url, token) {
  const headers = { authorization: `Bearer ${token}` };
  const answers = await Promise.all(LISTS.map((path) => fetch(url + path, { headers })));
  return LISTS.filter((_, index) => answers[index].status === 200);
}

async function readUntil(signal, url, token, lists) {
  const times = [];
  for (let n = 0; !signal.aborted; n += 1) {
    const startedMs = performance.now();
    const response = await fetch(url + lists[n % lists.length], {
      headers: { authorization: `Bearer ${token}` },
    });
    await response.text();
    if (response.status !== 200) throw new Error(`${lists[n % lists.length]} answered ${response.status}`);
    times.push(performance.now() - startedMs);
    await sleep(PAUSE_MS);
  }
  return times;
}

/** As runs do: each event in a transaction of its own, and free for every process. */
export async function write(database, { seconds = SECONDS, perSecond = EVENTS_A_SECOND, signal } = {}) {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  const startedMs = performance.now();
  const total = seconds * perSecond;
  try {
    for (let n = 0; n < total && !signal?.aborted; n += 1) {
      const dueMs = startedMs + (n * 1000) / perSecond;
      if (dueMs > performance.now()) await sleep(dueMs - performance.now());
      await client.query(
        `with record as (
           insert into confiture.outbox_records (event_id, entry, project, environment)
           values ($1, $2, 'public.tb_confiture', 'local') returning 1
         )
         select pg_notify('confiture_outbox', '') from record`,
        [idOf(n), entryOf(n)],
      );
    }
  } finally {
    await client.end();
  }
  return total;
}

const idOf = (n) => `evt_bench${String(n).padStart(21, '0')}`;

function entryOf(n) {
  const created_at = new Date().toISOString();
  const data = {
    migration_version: '001',
    migration_name: '001_first',
    duration_seconds: 0.1,
    rows_affected: n,
  };
  const body = {
    id: idOf(n),
    type: 'migration.completed',
    created_at,
    environment: 'local',
    organization_id: null,
    correlation_id: 'run_bench',
    data,
  };
  const event = { ...body, run_id: null, migration: null, body: JSON.stringify(body) };
  return JSON.stringify({ event, deliveries: [] });
}

async function allTold(streams, count) {
  const untilMs = performance.now() + 60_000;
  while (streams.some(({ positions }) => positions.length < count)) {
    if (performance.now() > untilMs) return;
    await sleep(50);
  }
}

function memoryOf(pid) {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}
