import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { openDeliveries } from '../../../src/app/deliveries.js';
import { type Recorder, startRecorder } from '../../support/receiver.js';
import { startTestServer, TEST_TOKEN, type TestServer } from '../../support/server/start-test-server.js';

const LOOPBACK = { webhooks: { allowedNetworks: ['127.0.0.0/8'] } };
const document = readFileSync('docs/delivery.md', 'utf8');
const [CREATE, TEST, PATCH, DELETE] = [...document.matchAll(/^```bash\n(curl [\s\S]*?)^```$/gm)].map(
  ([, command = '']) => command,
);

async function receiver(respond: () => number = () => 200): Promise<Recorder> {
  const recorder = await startRecorder({ respond });
  onTestFinished(() => recorder.close());
  return recorder;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Runs a command of the document with host, token, endpoint and receiver changed. */
async function curl(
  { url }: TestServer,
  command = '',
  { id = '', target = '', key }: { id?: string; target?: string; key?: string } = {},
): Promise<Answer> {
  const script = command
    .replace('https://confiture.example.com', url)
    .replace('sk_live_abc123', TEST_TOKEN)
    .replace('https://hooks.example.com/deploys', target)
    .replace('{id}', id)
    .replace(
      /^curl /,
      `curl -sS --noproxy '*' -w '\\n%{http_code}' ${key ? `-H 'Idempotency-Key: ${key}' ` : ''}`,
    );
  const { stdout } = await promisify(execFile)('sh', ['-c', script]);
  const at = stdout.lastIndexOf('\n');
  return { status: Number(stdout.slice(at + 1)), body: JSON.parse(stdout.slice(0, at)) };
}

it('does what the commands of the document say, once for each Idempotency-Key, and a receiver in Python accepts it', async () => {
  const server = await startTestServer({ config: LOOPBACK });
  const { api, database } = server;
  const recorder = await receiver();
  const target = `${recorder.url}deploys`;
  const made = await curl(server, CREATE, { target, key: 'one' });
  expect(made).toMatchObject({
    status: 201,
    body: {
      id: expect.stringMatching(/^whk_/),
      url: `${new URL(target).origin}/***`,
      events: ['migration.*', 'error.escalated'],
      secret: 'whsec_your_signing_secret',
      secret_hint: 'cret',
      format: 'envelope',
      schedule: 'sensei',
      created_by: 'test',
    },
  });
  const again = await curl(server, CREATE, { target, key: 'one' });
  expect(again).toMatchObject({ status: 201, body: { id: made.body.id, secret: null } });
  expect((await api.get<{ data: unknown[] }>('/v1/webhooks')).body.data).toHaveLength(1);

  const id = String(made.body.id);
  expect(await curl(server, TEST, { id, key: 'two' })).toMatchObject({
    status: 200,
    body: { event_type: 'migration.completed', delivered: true, status_code: 200 },
  });
  await curl(server, TEST, { id, key: 'two' });
  expect(recorder.requests).toHaveLength(1);
  const [request] = recorder.requests;
  expect(request?.path).toBe('/deploys');
  const python = spawnSync(
    'python3',
    [
      '-c',
      'import hmac, hashlib, sys\nprint("sha256=" + hmac.new(sys.argv[1].encode(), sys.stdin.buffer.read(), hashlib.sha256).hexdigest())',
      'whsec_your_signing_secret',
    ],
    { input: request?.body },
  );
  expect(request?.headers['x-sensei-signature']).toBe(python.stdout.toString().trim());

  expect(await curl(server, PATCH, { id })).toMatchObject({
    status: 200,
    body: { events: ['migration.completed', 'migration.failed', 'error.escalated'], version: 2 },
  });
  expect(await curl(server, DELETE, { id })).toMatchObject({ status: 200, body: { id, discarded: 0 } });
  expect(await api.get(`/v1/webhooks/${id}`)).toMatchObject({
    status: 404,
    body: { code: 'ENDPOINT_UNKNOWN' },
  });
  const audit = await database.query(
    "select action, actor, token_id from confiture.audit where action like 'webhook.%' order by id",
  );
  expect(audit.map(({ action }) => action)).toEqual([
    'webhook.created',
    'webhook.updated',
    'webhook.removed',
  ]);
  expect(audit[0]).toMatchObject({ actor: 'test', token_id: 'tok_test' });
});

it('lists endpoints of every source, and changes those of the database only, held to their ETag', async () => {
  const recorder = await receiver();
  const { api } = await startTestServer({
    config: {
      webhooks: { ...LOOPBACK.webhooks, endpoints: { fixed: { url: 'https://hooks.example.com/x' } } },
    },
    env: { CONFITURE_WEBHOOK_URL: 'https://hooks.example.com/secret-path' },
  });
  const made = await api.post<{ id: string }>('/v1/webhooks', {
    body: { url: recorder.url, name: 'own', headers: { 'X-Team': 'crew', 'X-Old': 'a' } },
  });
  const tag = String(made.headers.get('etag'));
  const listed = await api.get<{ data: { id: string; source: string }[]; next_cursor: string }>(
    '/v1/webhooks?limit=2',
  );
  expect(listed.body.data.map(({ id, source }) => [id, source])).toEqual([
    ['fixed', 'config'],
    ['default', 'environment'],
  ]);
  const rest = await api.get<{ data: unknown[] }>(`/v1/webhooks?limit=2&cursor=${listed.body.next_cursor}`);
  expect(rest.body.data).toMatchObject([{ name: 'own', source: 'database' }]);
  expect(JSON.stringify([listed.body, rest.body])).not.toMatch(/secret-path|crew/);

  for (const verb of ['patch', 'delete'] as const) {
    const refused = await api[verb](
      '/v1/webhooks/fixed',
      verb === 'patch' ? { body: { timeout_ms: 5 } } : {},
    );
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'ENDPOINT_FIXED', hint: expect.stringContaining('webhooks.endpoints') },
    });
  }
  const path = `/v1/webhooks/${made.body.id}`;
  const patch = (body: object, ifMatch: string) =>
    api.patch(path, { body, headers: { 'if-match': ifMatch } });
  const changed = await patch({ headers: { 'x-old': null, 'X-New': 'b' } }, tag);
  expect(changed).toMatchObject({ status: 200, body: { headers: { 'X-Team': '***', 'X-New': '***' } } });
  expect(await patch({ timeout_ms: 5 }, tag)).toMatchObject({
    status: 412,
    body: { code: 'PRECONDITION_FAILED' },
  });
  expect((await api.get(path)).headers.get('etag')).toBe(changed.headers.get('etag'));
  expect(await api.post('/v1/webhooks', { body: { url: recorder.url, name: 'default' } })).toMatchObject({
    status: 409,
    body: { code: 'ENDPOINT_EXISTS' },
  });
});

it('refuses what an endpoint must not be with a 422 that points to each fault and repeats no value', async () => {
  const { api } = await startTestServer();
  const create = (body: object) => api.post<{ errors: { pointer: string }[] }>('/v1/webhooks', { body });
  const url = 'https://1.1.1.1/hook';
  const cases: [object, string][] = [
    [{ url: 'https://10.1.2.3/x' }, '/url'],
    [{ url: 'https://169.254.169.254/latest' }, '/url'],
    [{ url: 'https://0x7f.1/' }, '/url'],
    [{ url: 'https://localhost/' }, '/url'],
    [{ url: 'ftp://1.1.1.1/' }, '/url'],
    [{ url, events: ['migration.complete'] }, '/events'],
    [{ url, headers: { 'X-Key': `\${DATABASE_URL}` } }, '/headers/X-Key'],
    [{ url, headers: { Host: 'a' } }, '/headers/Host'],
    [{ url, name: 'No Name' }, '/name'],
    [{ url, secret: 'whpk_AAAA' }, '/secret'],
    [{ url, secrets: [] }, '/secrets'],
  ];
  for (const [body, pointer] of cases) {
    const answer = await create(body);
    expect([body, answer.status, answer.body.errors.map((fault) => fault.pointer)]).toEqual([
      body,
      422,
      [pointer],
    ]);
    expect(JSON.stringify(answer.body)).not.toContain('10.1.2.3');
  }
});

it('gives an endpoint that is switched on again no flood, and brings back what is asked for', async () => {
  const recorder = await receiver();
  const { api, server, project } = await startTestServer({ config: LOOPBACK });
  const { settings, project: context, sessions } = server.context;
  await api.post('/v1/webhooks', { body: { url: recorder.url, name: 'own' } });
  await project.migration('001_first', 'select 1;');
  expect(await api.post('/v1/webhooks/own/disable')).toMatchObject({
    status: 200,
    body: { state: 'disabled', disabled_reason: 'switched off by test' },
  });
  await api.post('/v1/webhooks/own/enable');
  const reason = 'moves host, password=hunter2invented';
  const masked = expect.stringMatching(/^(?!.*hunter2).*moves host, password=/);
  expect(await api.post('/v1/webhooks/own/disable', { body: { reason } })).toMatchObject({
    body: { disabled_reason: masked },
  });
  const [entry] = (await api.get<{ data: { id: string }[] }>('/v1/audit?action=webhook.disabled')).body.data;
  expect(await api.get(`/v1/audit/${entry?.id}`)).toMatchObject({
    status: 200,
    body: { ...entry, reason: masked },
  });
  expect(await api.get('/v1/audit/aud_999999')).toMatchObject({
    status: 404,
    body: { code: 'AUDIT_UNKNOWN' },
  });
  const outbox = await openDeliveries({ ...context, settings, sessions });
  expect(
    (
      await project.run(['migrate', 'up'], {
        CONFITURE_DATABASE_URL: settings.variables.CONFITURE_DATABASE_URL ?? '',
      })
    ).exitCode,
  ).toBe(0);
  await outbox.deliver();
  expect(recorder.requests).toHaveLength(0);
  expect(await api.post('/v1/webhooks/own/enable')).toMatchObject({
    status: 200,
    body: { state: 'enabled' },
  });
  await outbox.deliver();
  expect(recorder.requests).toHaveLength(0);
  const [delivery] = await outbox.list({ limit: 1 });
  expect(delivery).toMatchObject({ state: 'failed', lastResult: 'not sent: the endpoint was switched off' });
  await outbox.retry({ endpoint: 'own', state: 'failed' });
  await outbox.deliver();
  expect(recorder.requests).toHaveLength(1);
});
