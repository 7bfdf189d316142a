import { describe, expect, it, onTestFinished } from 'vitest';
import { startCli } from '../../support/cli.js';
import { runInProcess } from '../../support/cli-in-process.js';
import { createDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { type Answer, startRecorder } from '../../support/receiver.js';

const SECRET = 'invented-secret-of-the-endpoint';
const TOKEN = 'invented-token-of-the-url';

describe('without an outbox', () => {
  it.each([
    ['deliveries', 'There are no deliveries.', { deliveries: [] }],
    ['deliver', 'Nothing is due.', { ok: true, delivered: 0, retried: 0, failed: 0 }],
    ['retry --failed --since 24h', 'No delivery has failed since then.', { retried: [] }],
    ['prune', '0 deliveries deleted.', { ok: true, deleted: 0 }],
  ])('`webhooks %s` has an empty answer and makes no table', async (command, text, document) => {
    const { webhooks, json, database } = await openScene();
    expect(await webhooks(command)).toEqual({ exitCode: 0, stdout: `${text}\n`, stderr: '' });
    expect(await json(command)).toMatchObject(document);
    expect(await database.query("select from pg_namespace where nspname = 'confiture'")).toEqual([]);
  });
});

describe('exit 5, with what to do, is the end of', () => {
  it.each([
    ['show dlv_0', 'DELIVERY_UNKNOWN', 'there is no delivery dlv_0'],
    ['retry dlv_0', 'DELIVERY_UNKNOWN', 'there is no delivery dlv_0'],
    ['show nobody', 'DELIVERY_UNKNOWN', 'there is no endpoint nobody'],
    ['enable nobody', 'DELIVERY_UNKNOWN', 'there is no endpoint nobody'],
    ['retry --failed --since soon', 'FLAG_INVALID', '"soon" is no time'],
    ['retry --failed --since 2026-13-01', 'FLAG_INVALID', '"2026-13-01" is no time'],
    ['retry', 'FLAG_INVALID', 'retry takes either an id, or --failed with --since'],
    ['retry --failed', 'FLAG_INVALID', 'retry takes either an id, or --failed with --since'],
    ['retry dlv_0 --failed', 'FLAG_INVALID', 'retry takes either an id, or --failed with --since'],
    ['deliveries --endpoint nobody', 'DELIVERY_UNKNOWN', 'there is no endpoint nobody'],
    ['deliveries --state lost', 'FLAG_INVALID', "argument 'lost' is invalid"],
  ])('`webhooks %s`', async (command, code, message) => {
    const { up, webhooks } = await openScene();
    await up();
    const [text, json] = [await webhooks(command), await webhooks(`${command} --format json`)];
    expect([text.exitCode, json.exitCode]).toEqual([5, 5]);
    expect(text.stderr).toMatch(/^Error: .*\nNext: ./);
    expect(text.stderr).toContain(message);
    expect(JSON.parse(json.stdout)).toMatchObject({
      error: { code, message: expect.stringContaining(message), actionable: expect.any(String) },
    });
  });
});

describe('an endpoint that only the environment of the run has', () => {
  it.each([
    ['no endpoint', 'CONFITURE_WEBHOOK_URL', ''],
    ['another one', 'CONFITURE_WEBHOOK_AUDIT_URL', 'audit'],
  ])('is said to be unknown where there is %s, and its delivery waits there', async (_, name, place) => {
    const scene = await openScene();
    const { up, json, webhooks, receiver } = scene;
    const elsewhere = (command: string) =>
      scene.elsewhere(command, { [name]: place && `${receiver.url}${place}` });
    await up('--drain-timeout 0');
    const log = (await elsewhere('deliveries')).stdout;
    expect(log).toMatch(
      / default .* 001_first +waiting +0 +\d{4}-\S+ \S+Z +endpoint not configured here: sent by a process/,
    );
    expect(JSON.parse((await elsewhere('deliveries --format json')).stdout)).toMatchObject({
      deliveries: [{ endpoint: 'default', state: 'waiting', attempts: 0, endpoint_configured_here: false }],
    });
    expect((await elsewhere('show default')).stdout).toContain('is not configured in this environment');
    expect((await elsewhere('deliver')).stdout).toMatch(
      /^Nothing is due\.\nDeliveries wait for endpoints that are not configured here, or whose master key is not: default \(1\)\.\n.*webhooks discard --endpoint NAME/,
    );
    expect(JSON.parse((await elsewhere('deliver --format json')).stdout)).toMatchObject({
      not_configured_here: ['default'],
      waiting: [{ endpoint: 'default', count: 1, endpoint_configured_here: false }],
    });
    expect(receiver.requests).toEqual([]);
    expect((await webhooks('deliver')).stdout).toBe('1 event delivered.\n');
    expect(await json('deliveries')).toMatchObject({
      deliveries: [{ state: 'delivered', endpoint_configured_here: true }],
    });
  });

  it('leaves nothing of its URL and secret in the database, though its receiver tells what it got', async () => {
    const { up, database, receiver } = await openScene((response, { url, headers: { host, ...headers } }) =>
      response.writeHead(400).end(JSON.stringify({ url, headers, secret: SECRET })),
    );
    await up('--drain-timeout 60000');
    const tables = await database.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname = 'confiture' or tablename = 'tb_confiture'`,
    );
    const rows = tables.map(({ name }) => database.query(`select t::text as row from ${name} t`));
    const dump = JSON.stringify(await Promise.all(rows));
    expect(dump).toContain('001_first');
    expect(dump).toContain('HTTP 400');
    const { port } = new URL(receiver.url);
    expect([SECRET, TOKEN, `:${port}`].filter((secret) => dump.includes(secret))).toEqual([]);
  });

  it('is listed with its host and no more of its URL', async () => {
    const { webhooks, json, elsewhere, receiver } = await openScene();
    const { host } = new URL(receiver.url);
    const text = (await webhooks('list')).stdout;
    expect(text).toMatch(
      new RegExp(`^default +not used yet +${host} +confiture .* signed +environment$`, 'm'),
    );
    const document = await json('list');
    expect(document).toMatchObject({ endpoints: [{ name: 'default', host, signed: true }] });
    for (const output of [text, JSON.stringify(document)]) expect(output).not.toContain(TOKEN);
    expect((await elsewhere('list')).stdout).toMatch(
      /^No endpoint is configured\. Set CONFITURE_WEBHOOK_URL/,
    );
  });

  it('is listed without its state where the database cannot be asked, and with a warning that says why', async () => {
    const { elsewhere, receiver, project } = await openScene();
    const env = { CONFITURE_WEBHOOK_URL: receiver.url, DATABASE_URL: 'postgres://127.0.0.1:1/nowhere' };
    const { exitCode, stdout, stderr } = await project.run(['webhooks', 'list'], env);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/\ndefault +unknown +127\.0\.0\.1/)]);
    expect(stderr).toMatch(/^Warning: the state of endpoints is not known: ./);
    expect(JSON.parse((await elsewhere('list --format json')).stdout)).toMatchObject({ endpoints: [] });
  });
});

describe('a delivery that has failed for good', () => {
  it('is listed with its reason, and sent again by hand under its id', async () => {
    const scene = await openScene(404);
    const { up, webhooks, json, receiver } = scene;
    await up();
    expect((await webhooks('deliveries --state failed')).stdout).toMatch(
      / failed +1 +\d{4}-\S+ \S+Z +HTTP 404 at \d{4}-\S+ \S+Z\n$/,
    );
    const id = await scene.firstId();
    scene.answer = 200;
    expect((await webhooks(`retry ${id}`)).stdout).toContain('1 delivery is due now');
    expect((await webhooks('deliver')).stdout).toBe('1 event delivered.\n');
    expect(await json(`show ${id}`)).toMatchObject({
      delivery: { id, state: 'delivered', attempts: 2, last_result: 'HTTP 200', due_at: null },
      attempts: [
        { number: 1, outcome: 'final', result: 'HTTP 404', response_status: 404 },
        { number: 2, outcome: 'done', result: 'HTTP 200', response_status: 200 },
      ],
    });
    const [first, second] = receiver.requests;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toEqual(first?.body);
  });

  it('is shown with its attempts and what was answered', async () => {
    const { up, webhooks, json, firstId, receiver } = await openScene((response) =>
      response.writeHead(404).end('nobody of that name'),
    );
    await up();
    const id = await firstId();
    const { stdout } = await webhooks(`show ${id}`);
    const [head = '', body = ''] = stdout.split('\nBody\n');
    const times = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/g;
    expect(head.replaceAll(times, 'TIME').replace(/TIME {2}[\d.]+ m?s/, 'TIME, FOR')).toBe(`\
${id}  migration.completed 001_first to default
failed  HTTP 404 at TIME
event at TIME
✗ attempt 1  TIME, FOR  HTTP 404
    nobody of that name
    The receiver has nothing at this path: correct the URL of the endpoint.
`);
    expect(JSON.parse(body)).toEqual(JSON.parse(receiver.requests[0]?.body.toString() ?? ''));
    expect((await json(`show ${id}`)).body).toBe(receiver.requests[0]?.body.toString());
  });

  it.each([
    ['24h', ['002_second']],
    ['2000-01-01T00:00:00Z', ['001_first', '002_second']],
    ['0s', []],
  ])('is sent again by `retry --failed --since %s` where it failed since then', async (since, names) => {
    const scene = await openScene(404);
    const { up, webhooks, database, project } = scene;
    await up();
    await database.query("update confiture.deliveries set settled_at = now() - interval '25 hours'");
    await project.migration('002_second', 'create table second ()');
    await up();
    scene.answer = 200;
    await webhooks(`retry --failed --since ${since}`);
    await webhooks('deliver');
    expect((await scene.migrations('--state delivered')).sort()).toEqual(names);
  });
});

it('a delivery that is being sent cannot be retried by hand', async () => {
  const { up, webhooks, firstId, receiver, project, env } = await openScene(() => {});
  await up('--drain-timeout 0');
  startCli(['webhooks', 'deliver'], { cwd: project.dir, env });
  await receiver.waitFor(1, 20_000);
  const { exitCode, stderr } = await webhooks(`retry ${await firstId()}`);
  expect(exitCode).toBe(5);
  expect(stderr).toMatch(/^Error: dlv_\w+ is being sent at this moment\nNext: ./);
});

it('an endpoint that was switched off by 410 gets nothing, which is said with the reason, until `enable`', async () => {
  const scene = await openScene(410);
  const { up, webhooks, json, project } = scene;
  expect((await up()).stderr).toContain('endpoint default is switched off: it answered 410 Gone');
  scene.answer = 200;
  await project.migration('002_second', 'create table second ()');
  await up('--drain-timeout 0');
  expect((await webhooks('list')).stdout).toMatch(/^default +switched off, 1 waiting /m);
  expect(await json('list')).toMatchObject({
    endpoints: [{ name: 'default', state: { disabled_reason: 'it answered 410 Gone', waiting: 1 } }],
  });
  expect((await webhooks('deliver')).stdout).toMatch(
    /^Nothing is due\.\n1 delivery waits for default, which is switched off: it answered 410 Gone\. /,
  );
  const waiting = (await webhooks('deliveries --state waiting')).stdout;
  expect(waiting).toContain('endpoint switched off: it answered 410 Gone');
  expect((await webhooks('enable default')).stdout).toMatch(/^default is switched on again\./);
  expect((await webhooks('enable default')).stdout).toBe('default was not switched off.\n');
  expect((await webhooks('deliver')).stdout).toMatch(/^Nothing is due\./);
  await webhooks('retry --endpoint default --migration 002');
  expect((await webhooks('deliver')).stdout).toBe('1 event delivered.\n');
});

it.each([
  ['was switched off', 410, {}],
  ['asked for time', 429, { 'Retry-After': '3600' }],
])('a run sends nothing to an endpoint that %s in an earlier one', async (_, status, headers) => {
  const { up, project, receiver } = await openScene((response) => response.writeHead(status, headers).end());
  await up('--drain-timeout 60000');
  await project.migration('002_second', 'create table second ()');
  const { exitCode, stdout } = await up('--drain-timeout 60000');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('still waiting');
  expect(receiver.requests).toHaveLength(1);
});

it('`prune` deletes what was settled long ago and keeps what waits, however old it is', async () => {
  const { up, json, migrations, database, project } = await openScene();
  await up();
  await project.migration('002_second', 'create table second ()');
  await up();
  await project.migration('003_third', 'create table third ()');
  await up('--drain-timeout 0');
  expect(await migrations('--order asc')).toEqual(['001_first', '002_second', '003_third']);
  const { next_cursor: cursor } = await json('deliveries --limit 2');
  expect(await migrations(`--limit 2 --cursor ${cursor}`)).toEqual(['001_first']);
  await database.query(`update confiture.deliveries d set due_at = now() - interval '99 days',
    settled_at = case d.state when 'delivered' then now() - interval '31 days' end
    from confiture.events e where e.id = d.event_id and e.migration <> '002_second'`);
  expect(await json('prune')).toMatchObject({ ok: true, deleted: 1 });
  expect(await migrations()).toEqual(['003_third', '002_second']);
  expect(await json('prune --days 0')).toMatchObject({ ok: true, deleted: 1 });
  expect(await migrations()).toEqual(['003_third']);
});

it.each([
  ['--limit 1', ['002_second']],
  ['--endpoint default', ['002_second', '001_first']],
  ['--endpoint audit', []],
  ['--state failed', []],
])('`deliveries %s` lists what was asked for, the newest first', async (flags, names) => {
  const { up, migrations, project, env, receiver } = await openScene();
  Object.assign(env, {
    CONFITURE_WEBHOOK_AUDIT_URL: receiver.url,
    CONFITURE_WEBHOOK_AUDIT_EVENTS: 'migration.rolled_back',
  });
  await project.migration('002_second', 'create table second ()');
  await up();
  expect(await migrations(flags)).toEqual(names);
});

it('`deliver` that is stopped says what it has sent and ends with the code of the signal', async () => {
  let fail = (): void => {};
  const { up, project, receiver, env } = await openScene((response) => {
    fail = () => void response.writeHead(500).end();
  });
  await up('--drain-timeout 0');
  const pass = startCli(['webhooks', 'deliver'], { cwd: project.dir, env });
  await receiver.waitFor(1, 20_000);
  const ended = pass.stop('SIGINT');
  await pass.waitFor('1 attempt under way may end within 10 s; a second signal ends it now');
  fail();
  const end = await ended;
  expect(end.exitCode).toBe(130);
  expect(end.stdout).toContain('1 attempt failed, to be tried again');
});

it.each(['deliver', 'prune', 'enable default', 'retry --failed --since 24h'])(
  '`%s` with a role that may not write says what the role needs, and not that the program is broken',
  async (command) => {
    const { up, database, elsewhere, webhooks } = await openScene();
    await up('--drain-timeout 0');
    await webhooks('deliveries');
    const role = `reader_${database.name}`;
    await database.query(`create role ${role} login password 'invented-reader'`);
    onTestFinished(async () => {
      await database.query(`drop owned by ${role}; drop role ${role}`);
    });
    await database.query(`grant usage on schema confiture to ${role};
      grant select on all tables in schema confiture to ${role}`);
    const url = Object.assign(new URL(database.url), { username: role, password: 'invented-reader' }).href;
    const as = (text: string) =>
      elsewhere(text, { DATABASE_URL: url, CONFITURE_WEBHOOK_URL: 'http://127.0.0.1:9/' });
    expect((await as('deliveries')).exitCode, 'reading is enough to read').toBe(0);
    const refused = await as(command);
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toMatch(
      /cannot be made or used[\s\S]*42501[\s\S]*SELECT, INSERT, UPDATE and DELETE/,
    );
  },
);

interface DeliveryLog {
  readonly deliveries: readonly { readonly id: string; readonly migration: string }[];
}

/** A project with one migration, on an empty database, and a receiver that gives `answer`, which may be changed. */
async function openScene(answer: Answer = 200) {
  const [project, database] = [await createProject({ runner: runInProcess }), await createDatabase()];
  await project.migration('001_first', 'create table first ()');
  const receiver = await startRecorder({ respond: () => scene.answer });
  onTestFinished(() => receiver.close());
  const elsewhereEnv = { DATABASE_URL: database.url };
  const env = {
    ...elsewhereEnv,
    CONFITURE_WEBHOOK_URL: `${receiver.url}hooks/${TOKEN}?key=${TOKEN}`,
    CONFITURE_WEBHOOK_SECRET: SECRET,
  };
  const run = (command: string, variables: Record<string, string> = env) =>
    project.run(command.trim().split(' '), variables);
  const { host } = new URL(database.url);
  const header = new RegExp(
    `^Confiture \\S+ · local · ${database.name} on ${host} \\(from DATABASE_URL\\)\n`,
  );
  /** Every command that reads the outbox begins with the database it reads; what comes after that is given. */
  const webhooks = async (command: string, variables = env) => {
    const result = await run(`webhooks ${command}`, variables);
    if (command.includes('--format json') || result.stdout === '') return result;
    expect(result.stdout).toMatch(header);
    return { ...result, stdout: result.stdout.replace(header, '') };
  };
  const json = async (command: string) => JSON.parse((await webhooks(`${command} --format json`)).stdout);
  const log = async (flags = ''): Promise<DeliveryLog> => json(`deliveries ${flags}`.trim());
  const scene = {
    answer,
    project,
    database,
    receiver,
    env,
    webhooks,
    json,
    /** A command where the endpoint is not configured. */
    elsewhere: (command: string, variables: Record<string, string> = {}) =>
      webhooks(command, { ...elsewhereEnv, ...variables } as typeof env),
    up: (flags = '') => run(`migrate up ${flags}`),
    firstId: async () => (await log()).deliveries[0]?.id ?? '',
    /** Migrations in the delivery log. */
    migrations: async (flags = '') => (await log(flags)).deliveries.map(({ migration }) => migration),
  };
  return scene;
}
