import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { openDeliveries } from '../../../../src/app/deliveries.js';
import { recipes, startReceiver } from '../../../receivers/recipes.js';
import { startRecorder } from '../../../support/receiver.js';
import { startTestServer, TEST_TOKEN, type TestServer } from '../../../support/server/start-test-server.js';

const HOST = 'https://confiture.example.com';
const SECRET = 'whsec_your_signing_secret';
const document = readFileSync('docs/delivery.md', 'utf8');
/** The commands of the document by method and path. */
const commands = new Map(
  [...document.matchAll(/^```bash\n(curl [\s\S]*?)^```$/gm)].map(([, command = '']) => {
    const [, method = 'GET'] = /-X (\w+)/.exec(command) ?? [];
    const [, path] = /example\.com(\/[^\s"?]*)/.exec(command) ?? [];
    return [`${method} ${path}`, command];
  }),
);
/** What an endpoint may subscribe to, as the document shows it. */
const filters = [...document.matchAll(/^```json\n(\{"events": .*\})$/gm)].map(
  ([, text = '']) => (JSON.parse(text) as { events: string[] }).events,
);

const OPERATIONS = [
  'GET /v1/webhooks',
  'POST /v1/webhooks',
  'GET /v1/webhooks/{id}',
  'PATCH /v1/webhooks/{id}',
  'DELETE /v1/webhooks/{id}',
  'POST /v1/webhooks/{id}/test',
  'GET /v1/webhooks/{id}/deliveries',
  'POST /v1/webhooks/{id}/deliveries/{delivery_id}/retry',
] as const;

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Changes {
  readonly id?: string;
  readonly deliveryId?: string;
  readonly target?: string;
  readonly events?: readonly string[];
  readonly key?: string;
}

/** Runs a command of the document with host, token, ids, receiver and events changed. */
async function curl(
  { url }: TestServer,
  operation: (typeof OPERATIONS)[number],
  { id = '', deliveryId = '', target = '', events, key }: Changes = {},
): Promise<Answer> {
  const script = (commands.get(operation) ?? '')
    .replace(HOST, url)
    .replace('sk_live_abc123', TEST_TOKEN)
    .replace('https://hooks.example.com/deploys', target)
    .replace('{id}', id)
    .replace('{delivery_id}', deliveryId)
    .replace(/("events": )\[.*?\]/, (all, name: string) => (events ? name + JSON.stringify(events) : all))
    .replace(
      /^curl /,
      `curl -sS --noproxy '*' -w '\\n%{http_code}' ${key ? `-H 'Idempotency-Key: ${key}' ` : ''}`,
    );
  const { stdout } = await promisify(execFile)('sh', ['-c', script]);
  const at = stdout.lastIndexOf('\n');
  return { status: Number(stdout.slice(at + 1)), body: JSON.parse(stdout.slice(0, at)) };
}

/** The requests when one migration succeeds and the next one fails. */
async function migrate({ project, server }: TestServer): Promise<void> {
  const { settings, project: context, sessions } = server.context;
  await project.migration('001_first', 'select 1;');
  await project.migration('002_second', 'select 1 / 0;');
  const env = { CONFITURE_DATABASE_URL: settings.variables.CONFITURE_DATABASE_URL ?? '' };
  expect((await project.run(['migrate', 'up'], env)).exitCode).toBe(1);
  await (await openDeliveries({ ...context, settings, sessions })).deliver();
}

function open(): Promise<TestServer> {
  return startTestServer({ config: { webhooks: { allowedNetworks: ['127.0.0.0/8'] } } });
}

it('does what the commands of the document say, once for each Idempotency-Key, and a receiver in Python accepts it', async () => {
  expect([...commands.keys()].sort()).toEqual([...OPERATIONS].sort());
  const server = await open();
  const { api, database, project } = server;
  const program = await project.write('receiver.py', recipes.get('body_signature.py') ?? '');
  const receiver = await startReceiver(['python3', '-I', program], { CONFITURE_WEBHOOK_SECRET: SECRET });
  onTestFinished(receiver.stop);
  const received = () => receiver.printed.slice(1).map((line) => line.split(' ')[1]);

  const make = { target: `${receiver.url}deploys`, key: 'one' };
  const made = await curl(server, 'POST /v1/webhooks', make);
  expect(made).toMatchObject({
    status: 201,
    body: {
      id: expect.stringMatching(/^whk_/),
      url: `${new URL(receiver.url).origin}/***`,
      events: ['migration.*', 'error.escalated'],
      secret: SECRET,
      secret_hint: 'cret',
      format: 'envelope',
      schedule: 'sensei',
      created_by: 'test',
    },
  });
  const id = String(made.body.id);
  expect(await curl(server, 'POST /v1/webhooks', make)).toMatchObject({
    status: 201,
    body: { id, secret: null },
  });
  expect(await curl(server, 'GET /v1/webhooks')).toMatchObject({ status: 200, body: { data: [{ id }] } });

  const asked = { id, key: 'two' };
  expect(await curl(server, 'POST /v1/webhooks/{id}/test', asked)).toMatchObject({
    status: 200,
    body: { event_type: 'migration.completed', delivered: true, status_code: 200 },
  });
  await curl(server, 'POST /v1/webhooks/{id}/test', asked);
  const forged = { method: 'POST', headers: { 'x-sensei-signature': 'sha256=00' }, body: '{}' };
  expect((await fetch(receiver.url, forged)).status).toBe(401);
  expect(received()).toEqual(['migration.completed']);

  expect(await curl(server, 'PATCH /v1/webhooks/{id}', { id })).toMatchObject({
    status: 200,
    body: { events: ['migration.completed', 'migration.failed', 'error.escalated'], version: 2 },
  });
  expect(await curl(server, 'GET /v1/webhooks/{id}', { id })).toMatchObject({
    status: 200,
    body: { id, version: 2 },
  });

  await migrate(server);
  expect(received().slice(1).sort()).toEqual(['error.escalated', 'migration.completed', 'migration.failed']);
  await database.query("update confiture.deliveries set state = 'failed' where id like '%_1'");
  const { status, body } = await curl(server, 'GET /v1/webhooks/{id}/deliveries', { id });
  const [delivery] = body.data as { id: string }[];
  expect([status, body.data]).toMatchObject([200, [{ state: 'failed' }, {}, {}]]);
  const again = { id, deliveryId: delivery?.id ?? '', key: 'three' };
  for (let n = 0; n < 2; n += 1)
    expect(await curl(server, 'POST /v1/webhooks/{id}/deliveries/{delivery_id}/retry', again)).toMatchObject({
      status: 200,
      body: { id: delivery?.id, state: 'waiting' },
    });

  expect(await curl(server, 'DELETE /v1/webhooks/{id}', { id })).toMatchObject({
    status: 409,
    body: { code: 'ENDPOINT_UNDELIVERED' },
  });
  const { settings, project: context, sessions } = server.server.context;
  await (await openDeliveries({ ...context, settings, sessions })).deliver();
  expect(received()).toHaveLength(5);
  expect(await curl(server, 'DELETE /v1/webhooks/{id}', { id })).toMatchObject({
    status: 200,
    body: { id, discarded: 0 },
  });
  expect(await api.get(`/v1/webhooks/${id}`)).toMatchObject({
    status: 404,
    body: { code: 'ENDPOINT_UNKNOWN' },
  });
  const audit = await database.query(
    "select action, actor, token_id from confiture.audit where action ~ '^(webhook|delivery)[.]' order by id",
  );
  expect(audit.map(({ action }) => action)).toEqual([
    'webhook.created',
    'webhook.updated',
    'delivery.retried',
    'webhook.removed',
  ]);
  expect(audit[0]).toMatchObject({ actor: 'test', token_id: 'tok_test' });
});

it('sends each endpoint the events that its filter of the document names', async () => {
  expect(filters).toEqual([
    ['migration.completed', 'migration.failed', 'error.escalated'],
    ['migration.*'],
    ['error.*'],
    ['*'],
  ]);
  const server = await open();
  const recorder = await startRecorder();
  onTestFinished(() => recorder.close());
  for (const [index, events] of filters.entries()) {
    const { body } = await curl(server, 'POST /v1/webhooks', { target: `${recorder.url}${index}` });
    const id = String(body.id);
    expect(await curl(server, 'PATCH /v1/webhooks/{id}', { id, events })).toMatchObject({
      status: 200,
      body: { events },
    });
  }
  await migrate(server);
  const stored = await server.database.query<{ type: string }>('select type from confiture.events');
  const types = stored.map(({ type }) => type).sort();
  expect(types).toEqual(
    expect.arrayContaining(['run.failed', 'migration.phase.completed', 'error.occurred']),
  );
  const sentTo = filters.map((_, index) =>
    recorder.requests
      .filter(({ path }) => path === `/${index}`)
      .map(({ body }) => (JSON.parse(body.toString()) as { type: string }).type)
      .sort(),
  );
  expect(sentTo).toEqual([
    ['error.escalated', 'migration.completed', 'migration.failed'],
    types.filter((type) => type.startsWith('migration.')),
    types.filter((type) => type.startsWith('error.')),
    types,
  ]);
});
