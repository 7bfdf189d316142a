import { writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type RunningCli, startCli } from '../../support/cli.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { type Recorder, startRecorder } from '../../support/receiver.js';
import { openSession } from '../sessions.js';

/** Attempts that are made at once for one endpoint. */
const AT_ONCE = 16;

/**
 * Loaded into a worker. From SIGUSR2 on it has it wait without an end where it would look again after two seconds, and
 * from the next one on it looks again. It says when SIGTERM has been heard.
 */
const PROBE = `const { setTimeout } = globalThis;
let polls = true;
const held = [];
process.on('SIGUSR2', () => {
  polls = !polls;
  if (polls) for (const work of held.splice(0)) work();
});
process.on('SIGTERM', () => process.stderr.write('SIGTERM was heard\\n'));
globalThis.setTimeout = (work, ms, ...rest) => {
  if (polls || ms !== 2_000) return setTimeout(work, ms, ...rest);
  process.stderr.write('it polls no more\\n');
  held.push(work);
  return setTimeout(() => {}, 2 ** 31 - 1);
};
`;

/** Loaded into a run. The session that it sends with is opened no sooner than at SIGUSR2. */
const LATE_SENDER = `const { Socket } = require('node:net');
const { connect } = Socket.prototype;
const { port } = new URL(process.env.DATABASE_URL);
const staysAlive = setInterval(() => {}, 1_000);
const isTime = new Promise((resolve) => process.once('SIGUSR2', resolve));
let sessions = 0;
Socket.prototype.connect = function (...to) {
  if (String(to[0]) !== port || ++sessions !== 2) return connect.apply(this, to);
  isTime.then(() => {
    clearInterval(staysAlive);
    connect.apply(this, to);
  });
  return this;
};
`;

describe('a worker', () => {
  it('is woken by the notification of a run that hands over', async () => {
    const { database, receiver, releaseRecords, startWorker } = await openScene();
    await stopPolling(await startWorker());
    const notifications = await listen(database);
    await releaseRecords('001_first');
    await receiver.waitFor(1, 20_000);
    expect(notifications()).toBe(1);
  });

  it('is woken over a new session after its own was terminated', async () => {
    const { database, receiver, releaseRecords, startWorker } = await openScene();
    await releaseRecords('001_first');
    const worker = await startWorker();
    await receiver.waitFor(1, 20_000);
    const before = await sessionOf(database);
    await database.query('select pg_terminate_backend($1)', [before]);
    await expect.poll(() => sessionOf(database), { timeout: 20_000 }).not.toBeOneOf([before, undefined]);
    await stopPolling(worker);
    await releaseRecords('002_second');
    await receiver.waitFor(2, 20_000);
  });

  it('finds what nobody tells it of, for instance what a killed run has left', async () => {
    const { project, database, receiver, startWorker } = await openScene();
    const worker = await startWorker();
    // A worker that looks before the run's own sender does takes the record, and the run sends nothing.
    await stopPolling(worker);
    const notifications = await listen(database);
    const silent = await startRecorder({ respond: () => () => {} });
    onTestFinished(() => silent.close());
    await project.migration('001_first', 'create table first ()');
    const run = startCli(['migrate', 'up', '--drain-timeout', '20000'], {
      cwd: project.dir,
      env: { DATABASE_URL: database.url, CONFITURE_WEBHOOK_URL: silent.url },
    });
    const [unanswered] = await silent.waitFor(1, 20_000);
    await run.stop('SIGKILL');
    process.kill(worker.pid, 'SIGUSR2');
    const [found] = await receiver.waitFor(1, 20_000);
    expect(found?.headers['webhook-id']).toBe(unanswered?.headers['webhook-id']);
    expect(found?.body).toEqual(unanswered?.body);
    expect(notifications()).toBe(0);
  });

  it('may send what a run has committed before its own sender does, and the run calls it neither waiting nor failed', async () => {
    const { project, database, receiver, startWorker } = await openScene();
    await startWorker();
    await project.migration('001_first', 'create table first ()');
    await writeFile(path.join(project.dir, 'late-sender.cjs'), LATE_SENDER);
    const run = startCli(['migrate', 'up', '--drain-timeout', '20000', '--format', 'json'], {
      cwd: project.dir,
      env: {
        DATABASE_URL: database.url,
        CONFITURE_WEBHOOK_URL: receiver.url,
        NODE_OPTIONS: `--require ${project.dir}/late-sender.cjs`,
      },
    });
    await receiver.waitFor(1, 20_000);
    process.kill(run.pid, 'SIGUSR2');
    const { exitCode, stdout, stderr } = await run.ended;
    expect(exitCode, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, undelivered: [] });
    expect(receiver.requests).toHaveLength(1);
  });

  it('has no transaction open and holds no lock while a receiver hangs', async () => {
    const { database, receiver, releaseRecords, startWorker } = await openScene();
    receiver.hold();
    await releaseRecords('001_first');
    await startWorker();
    await receiver.waitFor(1, 20_000);
    await expect
      .poll(async () => ({
        busy: await database.query(
          `select state from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`,
        ),
        locks: await database.query(
          `select locktype from pg_locks where pid <> pg_backend_pid()
           and database = (select oid from pg_database where datname = current_database())`,
        ),
      }))
      .toEqual({ busy: [], locks: [] });
  });

  it('lets what is under way end at SIGTERM, begins nothing more and ends with exit 0', async () => {
    const { database, receiver, deliver, releaseRecords, startWorker } = await openScene();
    receiver.hold();
    await releaseRecords(...Array.from({ length: AT_ONCE + 4 }, (_, index) => `${101 + index}_step`));
    const worker = await startWorker();
    await receiver.waitFor(AT_ONCE, 20_000);
    process.kill(worker.pid, 'SIGTERM');
    await worker.waitFor('SIGTERM was heard');
    receiver.answer();
    const { exitCode, stdout } = await worker.ended;
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`\n${AT_ONCE} events delivered.\n`);
    expect(receiver.requests).toHaveLength(AT_ONCE);
    expect(
      await database.query(
        `select state, lease_token is null as free, count(*)::integer
         from confiture.deliveries group by 1, 2 order by 1`,
      ),
    ).toEqual([
      { state: 'delivered', free: true, count: AT_ONCE },
      { state: 'waiting', free: true, count: 4 },
    ]);
    expect((await deliver()).stdout).toMatch(/\n4 events delivered\.\n$/);
  });

  it('ends at once with exit 143 at a second SIGTERM, and the next sender sends what it had', async () => {
    const { receiver, deliver, releaseRecords, startWorker } = await openScene();
    receiver.hold();
    await releaseRecords('001_first');
    const worker = await startWorker();
    await receiver.waitFor(1, 20_000);
    process.kill(worker.pid, 'SIGTERM');
    await worker.waitFor('SIGTERM was heard');
    expect((await worker.stop('SIGTERM')).exitCode).toBe(143);
    receiver.answer();
    expect((await deliver()).stdout).toMatch(/\n1 event delivered\.\n$/);
  });
});

it.each([
  ['text', []],
  ['json', ['--format', 'json']],
] as const)(
  'refuses the embedded database with exit 5 and leaves no folder of it (%s)',
  async (format, flags) => {
    const project = await createProject();
    const { exitCode, stdout, stderr } = await project.run(['worker', ...flags]);
    expect(exitCode).toBe(5);
    const message = 'a worker needs a database server: the embedded database has one session';
    if (format === 'text')
      expect(stderr).toContain(`Error: ${message}\nNext: Run \`confiture webhooks deliver\``);
    else expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'FLAG_INVALID', message } });
    expect(await project.list()).toEqual(['db']);
  },
);

interface HoldingReceiver extends Recorder {
  /** Answers nothing from now on. */
  hold(): void;
  /** Accepts what was held, and all that comes. */
  answer(): void;
}

async function startHoldingReceiver(): Promise<HoldingReceiver> {
  const held: ServerResponse[] = [];
  let holds = false;
  const receiver = await startRecorder({
    respond: () => (holds ? (response) => held.push(response) : 200),
  });
  onTestFinished(() => receiver.close());
  return {
    ...receiver,
    hold: () => {
      holds = true;
    },
    answer: () => {
      holds = false;
      for (const response of held) response.writeHead(200).end();
    },
  };
}

/** A project on an empty database, and a receiver. */
async function openScene() {
  const [project, database] = [
    await createProject({ files: { 'probe.cjs': PROBE } }),
    await createDatabase(),
  ];
  const receiver = await startHoldingReceiver();
  const env = { DATABASE_URL: database.url, CONFITURE_WEBHOOK_URL: receiver.url };
  const NODE_OPTIONS = `--require ${project.dir}/probe.cjs`;
  return {
    project,
    database,
    receiver,
    deliver: () => project.run(['webhooks', 'deliver'], env),
    releaseRecords: async (...names: string[]) => {
      for (const name of names) await project.migration(name, `create table t_${name} ()`);
      const { exitCode, stderr } = await project.run(['migrate', 'up', '--drain-timeout', '0'], env);
      expect(exitCode, stderr).toBe(0);
    },
    startWorker: async () => {
      const worker = startCli(['worker'], { cwd: project.dir, env: { ...env, NODE_OPTIONS } });
      await worker.waitFor('Sending what is due');
      return worker;
    },
  };
}

/** Resolves when only a notification can wake the worker. */
async function stopPolling(worker: RunningCli): Promise<void> {
  process.kill(worker.pid, 'SIGUSR2');
  await worker.waitFor('it polls no more');
}

/** Counts the notifications from now on. */
async function listen(database: TestDatabase): Promise<() => number> {
  const client = await openSession(database);
  let count = 0;
  client.on('notification', () => {
    count += 1;
  });
  await client.query('listen confiture_outbox');
  return () => count;
}

async function sessionOf(database: TestDatabase): Promise<number | undefined> {
  const [row] = await database.query<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database() and application_name = 'confiture'",
  );
  return row?.pid;
}
