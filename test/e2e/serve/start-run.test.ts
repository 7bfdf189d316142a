import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { onServer } from '../../support/database.js';
import type { ApiClient } from '../../support/server/api-client.js';
import { startTestServer } from '../../support/server/start-test-server.js';

interface Started {
  readonly run: { readonly run_id: string; readonly state: string };
  readonly plan_hash: string;
  readonly migrations: readonly object[];
}

/** Looks at a run until it is as wanted. */
async function until(
  api: ApiClient,
  run: string,
  wanted: (run: Readonly<Record<string, unknown>>) => boolean,
) {
  for (let looks = 0; looks < 600; looks += 1) {
    const { body } = await api.get(`/v1/runs/${run}`);
    if (wanted(body)) return body;
    await pause(100);
  }
  throw new Error(`run ${run} is not as wanted`);
}

it('starts runs of what the folder holds in the name of the token, one at a time, and cancels them', async () => {
  const { api, database, project } = await startTestServer();
  const text = 'create table first (id integer);';
  await project.migration('001_first', text);
  await project.migration('002_second', 'lock table first; insert into first values (1);');
  await project.migration('003_third', 'select 1;');
  const { body: plan } = await api.get('/v1/plan?target=001');
  const other = await api.post('/v1/runs', { body: { target: '001', plan: `sha256:${'0'.repeat(64)}` } });
  expect(other.body).toMatchObject({ status: 409, code: 'PLAN_CHANGED' });
  expect((await api.post('/v1/runs', { body: { target: '9' } })).body).toMatchObject({
    code: 'TARGET_UNKNOWN',
  });
  const first = await api.post<Started>('/v1/runs', {
    headers: { prefer: 'wait=30' },
    body: { target: '001', plan: plan.hash, reason: 'the release, password=not-a-real-one' },
  });
  expect(first).toMatchObject({
    status: 202,
    body: {
      plan_hash: plan.hash,
      migrations: [{ version: '001', checksum: createHash('sha256').update(text).digest('hex') }],
    },
  });
  const id = first.body.run.run_id;
  expect(first.headers.get('location')).toBe(`/v1/runs/${id}`);
  const done = await until(api, id, ({ state }) => state === 'completed');
  expect(done).toMatchObject({ actor: 'test', actor_source: 'token', target: '001', migrations_done: 1 });
  expect(done.reason).toMatch(/^the release, /);
  expect(JSON.stringify(done)).not.toContain('not-a-real-one');
  const again = await api.post('/v1/migrations/mig_001/start');
  expect(again.body).toMatchObject({ status: 409, code: 'STEERING_REFUSED' });
  expect((await api.delete('/v1/migrations/mig_002')).body).toMatchObject({ code: 'RUN_UNKNOWN' });

  await onServer(database.url, async (holder) => {
    await holder.query('begin; lock table first');
    const second = await api.post<Started>('/v1/migrations/mig_002/start', { body: { reason: 'later' } });
    const running = second.body.run.run_id;
    const blocked = await until(
      api,
      running,
      ({ blocked_by, current_migration }) =>
        (blocked_by as object[]).length > 0 && current_migration === '002_second',
    );
    expect(blocked).toMatchObject({
      blocked_by: [{ state: 'idle in transaction' }],
      current_migration: '002_second',
    });
    expect(await api.get('/v1/migrations/mig_002')).toMatchObject({
      body: { run_id: running, state: 'pending' },
    });
    expect((await api.get('/v1/runs?state=abandoned')).body).toMatchObject({ data: [] });
    expect((await api.get('/v1/runs?state=running&state=failed')).body).toMatchObject({
      data: [{ run_id: running }],
    });
    expect((await api.post('/v1/runs')).body).toMatchObject({ status: 409, code: 'RUN_ACTIVE' });
    expect((await api.post('/v1/migrations/mig_003/pause')).body).toMatchObject({
      verb: 'pause',
      run: { run_id: running },
    });
    expect((await api.post('/v1/migrations/mig_002/resume')).body).toMatchObject({ verb: 'resume' });
    const cancelled = await api.delete('/v1/migrations/mig_002', { body: { reason: 'not today' } });
    expect(cancelled.body).toMatchObject({ verb: 'cancel', run: { run_id: running } });
    const ended = await until(api, running, ({ state }) => state === 'cancelled');
    expect(ended).toMatchObject({ error: 'CANCELLED_ON_REQUEST', reason: 'not today', migrations_done: 0 });
  });
  const actions = await api.get<{ data: { action: string; subject_id: string }[] }>('/v1/audit?order=asc');
  expect(actions.body.data.map(({ action }) => action)).toEqual([
    'run.queued',
    'run.queued',
    'run.pause_requested',
    'run.resume_requested',
    'run.cancel_requested',
  ]);
});

it('says how a run ended whose process could not begin it, and cancels what runs when the server is stopped', async () => {
  const { api, database, project, server, log } = await startTestServer();
  await project.migration('001_first', 'create table first (id integer);');
  await project.migration('002_second', 'select pg_sleep(600);');
  await project.write('confiture.config.json', '{"hooks": "broken"}');
  const broken = await api.post<Started>('/v1/runs', { body: { target: '001' } });
  const failed = await until(api, broken.body.run.run_id, ({ state }) => state === 'failed');
  expect(failed).toMatchObject({ error: 'CONFIG_INVALID', migrations: [] });
  await expect
    .poll(() => log.find(({ message }) => message === 'the process of a run has ended')?.facts)
    .toEqual({
      run_id: broken.body.run.run_id,
      code: 'CONFIG_INVALID',
      error: expect.stringMatching(/^CONFIG_INVALID: [\s\S]*hooks/),
    });
  await project.remove('confiture.config.json');

  const { body } = await api.post<Started>('/v1/runs');
  await until(api, body.run.run_id, ({ current_migration }) => current_migration === '002_second');
  await server.stop();
  const [row] = await database.query(
    'select outcome, error_code, migrations_done from confiture.runs where id = $1',
    [body.run.run_id],
  );
  expect(row).toEqual({ outcome: 'cancelled', error_code: 'CANCELLED_TERMINATE', migrations_done: 1 });
});

it('makes a run a part of the trace of the request, and tells nothing of its files in the log', async () => {
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  const { api, database, project, log } = await startTestServer();
  await project.migration('001_first', 'select * from no_such_table_of_the_project;');
  const { body } = await api.post<Started>('/v1/runs', {
    headers: { prefer: 'wait=30', traceparent: `00-${trace}-00f067aa0ba902b7-01` },
  });
  await until(api, body.run.run_id, ({ state }) => state === 'failed');
  const events = await database.query<{ traceparent: string }>(
    "select body ->> 'traceparent' as traceparent from confiture.events where type = 'run.failed'",
  );
  expect(events).toEqual([{ traceparent: expect.stringContaining(trace) }]);
  const ended = () => log.find(({ message }) => message === 'the process of a run has ended')?.facts;
  await expect.poll(ended).toMatchObject({ error: expect.stringMatching(/^MIGRATION_FAILED: /) });
  expect(JSON.stringify(log)).not.toContain('select *');
});
