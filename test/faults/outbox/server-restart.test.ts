import type { ServerResponse } from 'node:http';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type CliResult, type RunningCli, startCli } from '../../support/cli.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { startServer, type TestServer } from '../../support/postgres-server.js';
import { createProject } from '../../support/project.js';
import { type Recorder, startRecorder } from '../../support/receiver.js';

const VERSIONS = ['001', '002', '003'];
const UP = ['migrate', 'up', '--drain-timeout', '20000'];
const PASS = ['webhooks', 'deliver'];
const WORKER = ['worker'];
/** A pass, or a run, gives the database up after five failures in a row. */
const MORE_THAN_A_PASS_TRIES = 6;

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});

afterAll(() => server.stop());

describe('a server that is stopped at once and started again', () => {
  it.each([
    ['`migrate up` after its migrations', UP],
    ['a pass of `webhooks deliver`', PASS],
    ['a `worker`', WORKER],
  ])('lets %s go on: each event is sent once and noted', async (_, args) => {
    const { sender, database, receiver } = await startSending(args);
    process.kill(sender.pid, 'SIGSTOP');
    await whileAway(async () => {});
    process.kill(sender.pid, 'SIGCONT');
    receiver.answer();
    const { exitCode, stderr } = await endOf(sender, args, database);
    expect(exitCode, stderr).toBe(0);
    expect(receiver.requests).toHaveLength(VERSIONS.length);
    await expectEachEvent(database, receiver);
    expect(await statesOf(database)).toEqual(VERSIONS.map(() => 'delivered'));
  });
});

describe('a server that stays away', () => {
  const warning = 'Warning: the outbox cannot be worked with at the moment: nothing listens at';

  it.each([
    ['`migrate up` end with exit', 0, 'are never answered', UP, warning],
    ['`migrate up` end with exit', 0, 'are accepted meanwhile', UP, warning],
    ['a pass end with exit', 3, 'are accepted meanwhile', PASS, 'Error: nothing listens at'],
  ])(
    'lets %s %i where its deliveries %s, and a pass sends all of them again, unchanged',
    async (_, exitCode, answers, args, says) => {
      const { sender, database, receiver, pass } = await startSending(args);
      // Without this it may meet the server while that is stopping.
      process.kill(sender.pid, 'SIGSTOP');
      const ended = await whileAway(() => {
        process.kill(sender.pid, 'SIGCONT');
        if (answers === 'are accepted meanwhile') receiver.answer();
        return sender.ended;
      });
      expect(ended.exitCode, ended.stderr).toBe(exitCode);
      expect(ended.stderr).toContain(`${says} ${new URL(server.url).host}`);
      expect(ended.stderr).toContain('Nothing is lost: what is not sent waits');
      expect(await pass()).toMatchObject({
        exitCode: 0,
        stdout: expect.stringMatching(/\n3 events delivered\.\n$/),
      });
      expect(receiver.requests).toHaveLength(2 * VERSIONS.length);
      await expectEachEvent(database, receiver);
    },
  );

  it('is told by a pass that cannot begin, with what to do about it', async () => {
    const { project, env } = await projectWithEvents();
    const { text, json } = await whileAway(async () => ({
      text: await project.run(PASS, env),
      json: await project.run([...PASS, '--format', 'json'], env),
    }));
    expect(text.exitCode).toBe(3);
    expect(text.stderr).toMatch(
      /^Error: nothing listens at .*\nNext: Check that the server runs .*DATABASE_URL/,
    );
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: false,
      error: { code: 'CONNECT_UNREACHABLE', exit_code: 3 },
    });
  });

  it('does not end a worker, which tries again and again, and notes afterwards what was accepted meanwhile', async () => {
    const { sender, database, receiver, project, env } = await startSending(WORKER);
    await whileAway(async () => {
      await refuseConnections(MORE_THAN_A_PASS_TRIES);
      receiver.answer();
    });
    await allDelivered(database);
    expect(receiver.requests).toHaveLength(VERSIONS.length);
    await project.migration('004_step', 'create table step_004 ()');
    await project.run(['migrate', 'up', '--drain-timeout', '0'], env);
    await receiver.waitFor(VERSIONS.length + 1, 20_000);
    const { exitCode, stderr } = await endOf(sender, WORKER, database);
    expect(exitCode).toBe(0);
    expect(stderr.match(/cannot be worked with/g)).toHaveLength(1);
    await expectEachEvent(database, receiver);
  });
});

interface HoldingReceiver extends Recorder {
  /** Accepts what has arrived. */
  answer(): void;
}

/** Keeps the first request for each migration waiting, and accepts the others at once. */
async function startHoldingReceiver(): Promise<HoldingReceiver> {
  const held: ServerResponse[] = [];
  const receiver = await startRecorder({
    respond: (n) => (n > VERSIONS.length ? 200 : (response) => held.push(response)),
  });
  onTestFinished(() => receiver.close());
  const answer = () => {
    for (const response of held) response.writeHead(200).end();
  };
  return { ...receiver, answer };
}

async function projectWithEvents() {
  const [project, database] = [await createProject(), await createDatabase(server.url)];
  const receiver = await startHoldingReceiver();
  for (const version of VERSIONS) {
    await project.migration(`${version}_step`, `create table step_${version} ()`);
  }
  const env = {
    DATABASE_URL: database.url,
    CONFITURE_WEBHOOK_URL: receiver.url,
    CONFITURE_WEBHOOK_TIMEOUT_MS: '30000',
  };
  const pass = () => project.run(PASS, env);
  return { project, database, receiver, env, pass };
}

/** A sender with an attempt under way for each migration. */
async function startSending(args: readonly string[]) {
  const scene = await projectWithEvents();
  const { project, receiver, env } = scene;
  if (args !== UP) await project.run(['migrate', 'up', '--drain-timeout', '0'], env);
  const sender = startCli(args, { cwd: project.dir, env });
  await receiver.waitFor(VERSIONS.length, 20_000);
  if (args === UP) await sender.waitFor('Sending 3 webhook deliveries');
  return { ...scene, sender };
}

async function whileAway<T>(work: () => Promise<T>): Promise<T> {
  await server.crash();
  try {
    return await work();
  } finally {
    await server.restart();
  }
}

/** Stands in for the server that is away, until it has been asked for a session `count` times. */
async function refuseConnections(count: number): Promise<void> {
  let asked = 0;
  const decoy = net.createServer((socket) => {
    asked += 1;
    socket.on('error', () => {}).destroy();
  });
  await new Promise<void>((resolve) => decoy.listen(server.port, '127.0.0.1', resolve));
  try {
    await expect.poll(() => asked, { timeout: 40_000 }).toBeGreaterThanOrEqual(count);
  } finally {
    await new Promise((resolve) => decoy.close(resolve));
  }
}

/** A worker is stopped when it has nothing left to do. */
async function endOf(
  sender: RunningCli,
  args: readonly string[],
  database: TestDatabase,
): Promise<CliResult> {
  if (args !== WORKER) return sender.ended;
  await allDelivered(database);
  return sender.stop();
}

function allDelivered(database: TestDatabase): Promise<unknown> {
  return expect
    .poll(async () => new Set(await statesOf(database)), { timeout: 20_000 })
    .toEqual(new Set(['delivered']));
}

async function statesOf(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ state: string }>('select state from confiture.deliveries');
  return rows.map(({ state }) => state);
}

/** Each migration in the ledger has one event at the receiver: an id of its own, and one body under it. */
async function expectEachEvent(database: TestDatabase, { requests }: Recorder): Promise<void> {
  const committed = await database.query<{ name: string; id: string }>(
    `select l.version || '_' || l.name as name, e.id from tb_confiture l
     left join confiture.events e on e.migration = l.version || '_' || l.name order by l.version`,
  );
  const sent = requests.map(({ headers, body }) => ({
    id: headers['webhook-id'],
    name: JSON.parse(body.toString('utf8')).migration.name,
    body: body.toString('utf8'),
  }));
  const distinct = new Map(sent.map(({ id, name, body }) => [`${id} ${body}`, { id, name }]));
  expect([...distinct.values()].sort((a, b) => a.name.localeCompare(b.name))).toEqual(committed);
}
