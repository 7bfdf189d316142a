import { expect, it, onTestFinished } from 'vitest';
import { openDeliveries } from '../../../../src/app/deliveries.js';
import { startRecorder } from '../../../support/receiver.js';
import { startTestServer } from '../../../support/server/start-test-server.js';

interface Attempt {
  readonly id: string;
  readonly number: number;
  readonly advice: string | null;
  readonly timing: { readonly connect_ms: number | null; readonly first_byte_ms: number } | null;
}
interface Delivery {
  readonly id: string;
  readonly event_id: string;
  readonly state: string;
  readonly event_type: string;
  readonly run_id: string;
  readonly attempts: readonly Attempt[];
  readonly warnings?: readonly string[];
}
interface Page<T> {
  readonly data: readonly T[];
  readonly next_cursor: string | null;
}
interface Job {
  readonly id: string;
  readonly state: string;
  readonly total: number;
  readonly changed: number;
}
interface Started {
  readonly job: Job;
}

const SECRET = 'invented-secret-of-the-endpoint';
const TOKEN = 'invented-token-of-the-url';

/** Two migrations whose events the receiver of endpoint `default` has refused with 404, until `answer` is another. */
async function openScene() {
  let answer = 404;
  const receiver = await startRecorder({
    respond:
      (_, { path }) =>
      (response) => {
        const isKnown = path.endsWith(TOKEN);
        const server = isKnown ? TOKEN : 'later';
        response.writeHead(answer, { 'x-request-id': 'r-1', 'set-cookie': 'a=invented', server });
        response.end(isKnown ? `echo ${SECRET}` : '');
      },
  });
  onTestFinished(() => receiver.close());
  const files = {
    'db/migrations/001_first.up.sql': 'create table first (id integer);',
    'db/migrations/002_second.up.sql': 'create table second (id integer);',
  };
  const env = {
    CONFITURE_WEBHOOK_URL: `${receiver.url}${TOKEN}`,
    CONFITURE_WEBHOOK_SECRET: SECRET,
    CONFITURE_WEBHOOK_EVENTS: 'migration.completed',
    CONFITURE_WEBHOOK_LATER_URL: `${receiver.url}later`,
    CONFITURE_WEBHOOK_LATER_EVENTS: 'migration.started',
  };
  const scene = await startTestServer({ files, env });
  const up = await scene.project.run(['migrate', 'up', '--drain-timeout', '0'], {
    ...env,
    CONFITURE_DATABASE_URL: scene.database.url,
  });
  expect(up.exitCode, up.stderr).toBe(0);
  const { project, sessions } = scene.server.context;
  const outbox = await openDeliveries({ ...project, sessions });
  await outbox.deliver();
  const accept = (status = 200) => {
    answer = status;
  };
  const settle = async (job: Job) => {
    await outbox.deliver();
    return (await scene.api.get<Job>(`/v1/jobs/${job.id}`)).body;
  };
  return { ...scene, receiver, accept, outbox, settle };
}

it('shows the log of deliveries, attempts and events by one filter language', async () => {
  const { api, database } = await openScene();
  const list = async (query: string) => (await api.get<Page<Delivery>>(`/v1/deliveries?${query}`)).body.data;
  const all = await list('endpoint=default');
  expect(all).toMatchObject([
    { state: 'failed', migration: '002_second', last_answer: '404', attempt_count: 1 },
    { state: 'failed', migration: '001_first', event_type: 'migration.completed', endpoint: 'default' },
  ]);
  const [second, first] = all;
  for (const query of [
    'state=failed&type=migration.completed',
    'status=404&endpoint=default',
    'status=4xx&type=migration.completed',
    `run=${first?.run_id}&type=migration.completed`,
    'since=24h&state=failed&endpoint=default',
  ])
    expect([query, await list(query)]).toEqual([query, all]);
  expect(await list('migration=001&endpoint=default')).toEqual([first]);
  for (const query of [
    'state=waiting&endpoint=default',
    'status=5xx',
    'error=dns',
    'until=7d',
    'run=run_none',
  ])
    expect([query, await list(query)]).toEqual([query, []]);
  const page = (await api.get<Page<Delivery>>('/v1/deliveries?endpoint=default&limit=1')).body;
  const next = await api.get<Page<Delivery>>(
    `/v1/deliveries?endpoint=default&limit=1&cursor=${page.next_cursor}`,
  );
  expect([page.data, next.body.data, next.body.next_cursor]).toEqual([[second], [first], null]);
  expect((await api.get('/v1/deliveries/count?endpoint=default')).body).toEqual({ count: 2, capped: false });
  for (const query of [
    'sate=failed',
    'state=lost',
    'status=999',
    'type=migration.complete',
    'since=soon',
    'error=x',
  ])
    expect([query, (await api.get(`/v1/deliveries?${query}`)).status]).toEqual([query, 422]);
  expect((await api.get(`/v1/events?cursor=${page.next_cursor}`)).body).toMatchObject({
    code: 'CURSOR_INVALID',
  });

  const detail = (await api.get(`/v1/deliveries/${first?.id}`)).body;
  expect(detail).toMatchObject({
    event: { id: first?.event_id, type: 'migration.completed' },
    request: {
      method: 'POST',
      headers: { 'X-Confiture-Signature': expect.stringMatching(/^sha256=.{9}…$/) },
      body: expect.stringContaining('001_first'),
    },
    url_changed: false,
    attempts: [
      {
        number: 1,
        outcome: 'final',
        response_status: 404,
        advice: expect.stringContaining('correct the URL'),
        response_headers: { 'x-request-id': 'r-1', server: '***' },
        timing: { first_byte_ms: expect.any(Number) },
        secrets_signed: 1,
      },
    ],
  });
  const [made] = await database.query<{ count: string }>(
    "select count(*) from confiture.attempts where details -> 'timing' ->> 'connectMs' is not null",
  );
  expect(Number(made?.count)).toBeGreaterThan(0);
  expect(JSON.stringify(detail)).not.toMatch(new RegExp(`${SECRET}|${TOKEN}|set-cookie`));
  const attempts = (await api.get<Page<Attempt>>('/v1/attempts?endpoint=default')).body.data;
  expect(attempts.map(({ id }) => id)).toEqual(
    [second, first].map((each) => `${each?.id.replace('dlv', 'att')}_1`),
  );
  expect((await api.get<Page<Attempt>>(`/v1/deliveries/${first?.id}/attempts`)).body.data).toHaveLength(1);
  const events = (await api.get<Page<{ id: string }>>('/v1/events?type=migration.completed')).body.data;
  expect(events.map(({ id }) => id)).toEqual([second?.event_id, first?.event_id]);
  expect((await api.get(`/v1/events/${first?.event_id}`)).body).toMatchObject({
    body: { id: first?.event_id },
    deliveries: [{ id: first?.id, attempts: [{ number: 1 }] }],
  });
  expect((await api.get('/v1/events/count?type=migration.*&migration=001')).body).toMatchObject({
    capped: false,
  });
  expect((await api.get('/v1/webhooks/default/statistics')).body).toMatchObject({
    failed: { count: 2, capped: false },
    delivered: { count: 0 },
    success_rate: 0,
    p50_ms: expect.any(Number),
    oldest_waiting_at: null,
  });
  for (const path of [
    'deliveries/dlv_none',
    'deliveries/dlv_none/attempts',
    'events/evt_none',
    'jobs/job_none',
  ])
    expect([path, (await api.get(`/v1/${path}`)).status]).toEqual([path, 404]);
  expect((await api.get('/v1/events/evt_none')).body).toMatchObject({
    hint: expect.stringContaining('30 days'),
  });
});

it('retries one delivery, says what to know of it, and refuses what is under way', async () => {
  const { api, accept, outbox, receiver, database } = await openScene();
  const { data } = (await api.get<Page<Delivery>>('/v1/webhooks/default/deliveries?state=failed')).body;
  const [{ id } = { id: '' }] = data;
  const retry = `/v1/webhooks/default/deliveries/${id}/retry`;
  accept();
  expect((await api.post(retry)).body).toMatchObject({ state: 'waiting', deferred: false, warnings: [] });
  expect((await api.post(retry)).body).toMatchObject({ code: 'DELIVERY_BUSY', status: 409 });
  await outbox.deliver();
  const before = receiver.requests.length;
  await database.query(
    'update confiture.attempts set details = \'{"urlMark": "00000000"}\' where number = 2',
  );
  const again = (await api.post<Delivery>(retry)).body;
  expect(again.warnings).toEqual([
    expect.stringContaining('have arrived are sent again'),
    expect.stringContaining('sent to the new one'),
  ]);
  await outbox.deliver();
  expect(receiver.requests).toHaveLength(before + 1);
  const { body } = await api.get<Delivery>(`/v1/deliveries/${id}`);
  expect(body.attempts.map(({ number }) => number)).toEqual([1, 2, 3]);
  await database.query("update confiture.deliveries set lease_token = 'another' where id = $1", [id]);
  expect((await api.post(retry)).body).toMatchObject({
    code: 'DELIVERY_BUSY',
    detail: expect.stringContaining('is being sent at this moment'),
  });
  expect((await api.post(`/v1/webhooks/later/deliveries/${id}/retry`)).status).toBe(404);
  expect((await api.post(`/v1/webhooks/none/deliveries/${id}/retry`)).status).toBe(404);
  const audit = await database.query("select subject from confiture.audit where action = 'delivery.retried'");
  expect(audit).toEqual([{ subject: id }, { subject: id }]);
});

it('counts bulk actions first, and does them as jobs', async () => {
  const { api, accept, settle, receiver, outbox } = await openScene();
  const filter = { endpoint: 'default' };
  const dry = await api.post('/v1/deliveries/retry', { body: { filter, dry_run: true } });
  expect(dry).toMatchObject({
    status: 200,
    body: {
      dry_run: true,
      count: 2,
      oldest_at: expect.any(String),
      endpoints: [{ endpoint: 'default', count: 2 }],
    },
  });
  accept();
  const started = await api.post<Started>('/v1/deliveries/retry', { body: { filter } });
  expect(started).toMatchObject({ status: 202, body: { job: { state: 'queued', total: 2, changed: 0 } } });
  expect(started.headers.get('location')).toBe(`/v1/jobs/${started.body.job.id}`);
  expect(await settle(started.body.job)).toMatchObject({
    state: 'completed',
    changed: 2,
    kind: 'retry',
    filter,
  });
  await outbox.deliver();
  expect(await api.get('/v1/webhooks/default/statistics')).toMatchObject({
    body: { delivered: { count: 2 } },
  });
  const none = await api.post<Started>('/v1/deliveries/retry', { body: { filter } });
  expect(await settle(none.body.job)).toMatchObject({ state: 'completed', changed: 0 });
  const warned = await api.post('/v1/deliveries/retry', {
    body: { filter: { ...filter, state: 'delivered' }, include_succeeded: true, dry_run: true },
  });
  expect(warned.body).toMatchObject({ count: 2, warnings: [expect.stringContaining('are sent again')] });

  const sent = receiver.requests.length;
  const replay = { endpoint: 'later', filter: { since: '24h' } };
  expect((await api.post('/v1/events/replay', { body: { ...replay, dry_run: true } })).body).toMatchObject({
    count: 0,
  });
  const toDefault = { endpoint: 'default', filter: { type: 'migration.*' } };
  expect((await api.post('/v1/events/replay', { body: { ...toDefault, dry_run: true } })).body).toMatchObject(
    {
      count: 0,
    },
  );
  expect(receiver.requests).toHaveLength(sent);

  const discard = await api.post<Started>('/v1/deliveries/discard', {
    body: { filter: { endpoint: 'later' } },
  });
  const cancelled = await api.post<Job>(`/v1/jobs/${discard.body.job.id}/cancel`);
  expect(cancelled.body).toMatchObject({ state: 'cancelled', changed: 0 });
  expect((await api.post(`/v1/jobs/${discard.body.job.id}/cancel`)).status).toBe(200);
  expect((await api.post(`/v1/jobs/${started.body.job.id}/cancel`)).body).toMatchObject({
    code: 'JOB_ENDED',
  });
  const jobs = (await api.get<Page<Job>>('/v1/jobs?limit=2')).body;
  expect(jobs.data.map(({ id }) => id)).toEqual([discard.body.job.id, none.body.job.id]);

  for (const [path, body] of [
    ['retry', { filter: {} }],
    ['retry', { filter: { state: 'failed' } }],
    ['retry', { filter: { ...filter, state: 'delivered' } }],
    ['retry', { filter: { endpont: 'default' } }],
    ['retry', { filters: filter }],
    ['retry', { filter, includes_succeeded: true }],
    ['retry', { filter: { endpoint: 'default', since: 'soon' } }],
    ['discard', { filter: { ...filter, state: 'delivered' } }],
  ] as const)
    expect([body, (await api.post(`/v1/deliveries/${path}`, { body })).status]).toEqual([body, 422]);
  const wide = await api.post('/v1/events/replay', { body: { endpoint: 'default', filter: {} } });
  expect([
    wide.status,
    (await api.post('/v1/events/replay', { body: { ...replay, endpoint: 'none' } })).status,
  ]).toEqual([422, 404]);
});

it('puts what has failed back where the endpoint answers a test, and nothing where it does not', async () => {
  const { api, accept, settle, receiver } = await openScene();
  accept(503);
  expect(await api.post('/v1/webhooks/default/recover')).toMatchObject({
    status: 409,
    body: { code: 'PROBE_FAILED', detail: expect.stringContaining('HTTP 503') },
  });
  expect((await api.get<Page<Job>>('/v1/jobs')).body.data).toEqual([]);
  accept();
  const started = await api.post<Started>('/v1/webhooks/default/recover', {
    body: { since: '24h', per_second: 1000 },
  });
  expect(started).toMatchObject({ status: 202, body: { job: { kind: 'recover', total: 2 } } });
  const before = receiver.requests.length;
  expect(await settle(started.body.job)).toMatchObject({ state: 'completed', changed: 2 });
  expect(receiver.requests.length - before).toBe(2);
  expect(
    (await api.get<Page<Delivery>>('/v1/deliveries?endpoint=default&state=delivered')).body.data,
  ).toHaveLength(2);
  expect((await api.post('/v1/webhooks/none/recover')).status).toBe(404);
});
