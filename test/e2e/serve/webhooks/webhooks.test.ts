import { expect, it, onTestFinished } from 'vitest';
import { openDeliveries } from '../../../../src/app/deliveries.js';
import { type Recorder, startRecorder } from '../../../support/receiver.js';
import { startTestServer } from '../../../support/server/start-test-server.js';

const LOOPBACK = { webhooks: { allowedNetworks: ['127.0.0.0/8'] } };
async function receiver(respond: () => number = () => 200): Promise<Recorder> {
  const recorder = await startRecorder({ respond });
  onTestFinished(() => recorder.close());
  return recorder;
}

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

it('tells the other endpoints once of one that a person switches off', async () => {
  const [own, ops] = [await receiver(), await receiver()];
  const { api, server } = await startTestServer({ config: LOOPBACK });
  const { settings, project, sessions } = server.context;
  const events = ['endpoint.*'];
  await api.post('/v1/webhooks', { body: { url: own.url, name: 'own', events } });
  await api.post('/v1/webhooks', { body: { url: ops.url, name: 'ops', events } });
  await api.post('/v1/webhooks/own/disable', { body: { reason: 'moves, password=hunter2invented' } });
  await api.post('/v1/webhooks/own/disable');
  await (await openDeliveries({ ...project, settings, sessions })).deliver();
  expect(own.requests).toEqual([]);
  expect(ops.requests.map(({ body }) => JSON.parse(body.toString()))).toMatchObject([
    {
      type: 'endpoint.disabled',
      data: { endpoint: 'own', reason: expect.stringMatching(/^switched off by test: (?!.*hunter2)moves/) },
    },
  ]);
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
  await outbox.retry(delivery?.id ?? '');
  await outbox.deliver();
  expect(recorder.requests).toHaveLength(1);
});
