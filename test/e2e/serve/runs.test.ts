import { expect, it } from 'vitest';
import { startTestServer } from '../../support/server/start-test-server.js';

interface Page {
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly next_cursor: string | null;
  readonly prev_cursor: string | null;
}

const EVENTS = { CONFITURE_WEBHOOK_URL: 'http://127.0.0.1:1/', CONFITURE_WEBHOOK_EVENTS: '*' };

it('shows runs with their migrations, phases, events and deliveries, filtered and page by page', async () => {
  const { api, database, project } = await startTestServer();
  const run = (...args: string[]) => project.run(args, { CONFITURE_DATABASE_URL: database.url, ...EVENTS });
  const up = (...args: string[]) => run('migrate', 'up', '--drain-timeout', '0', ...args);
  const hostile = `-- confiture: title <img src=x onerror=alert(1)> \u202e${'n'.repeat(100)}`;
  await project.migration('001_first', `${hostile}\ncreate table first (id integer);`);
  await project.migration(
    '002_second',
    '-- confiture: phase copy\ninsert into first values (1);\n-- confiture: phase check\nselect 1;',
  );
  await api.get('/v1/runs');
  const begun = await up('--target', '001');
  expect(begun.exitCode, begun.stderr).toBe(0);
  await project.migration('003_third', "select 'not-a-real-secret'::integer;");
  await up();
  await up();
  await run('webhooks', 'deliver');

  const all = await api.get<Page>('/v1/runs');
  expect(all.body).toMatchObject({
    data: [{ state: 'failed' }, { state: 'failed' }, { state: 'completed', migrations_done: 1, next: null }],
    next_cursor: null,
    prev_cursor: null,
  });
  const [, failed, first] = all.body.data;
  expect((await api.get<Page>('/v1/runs?state=completed')).body.data).toEqual([first]);
  expect((await api.get<Page>('/v1/runs?state=failed&state=running&limit=1')).body.data).toHaveLength(1);
  expect((await api.get<Page>('/v1/runs?state=abandoned&since=24h')).body.data).toEqual([]);
  expect((await api.get<Page>('/v1/runs?direction=down')).body.data).toEqual([]);
  const oldest = await api.get<Page>('/v1/runs?limit=1&order=asc');
  expect(oldest.body.data).toEqual([first]);
  const next = await api.get<Page>(`/v1/runs?limit=1&order=asc&cursor=${oldest.body.next_cursor}`);
  expect(next.body.data).toEqual([failed]);
  expect((await api.get(`/v1/runs?cursor=${oldest.body.next_cursor}x`)).status).toBe(422);
  expect((await api.get('/v1/runs/run_none')).body).toMatchObject({ code: 'RUN_UNKNOWN', status: 404 });

  const { body } = await api.get(`/v1/runs/${failed?.run_id}`);
  expect(body).toMatchObject({
    error: 'MIGRATION_FAILED',
    blocked_by: [],
    events_complete: true,
    migrations: [
      {
        name: '002_second',
        state: 'completed',
        phases: [
          { name: 'copy', number: 1, state: 'completed', records_processed: 1 },
          { name: 'check', number: 2, state: 'completed' },
        ],
      },
      {
        name: '003_third',
        state: 'failed',
        error: { type: expect.any(String), message: expect.any(String) },
      },
    ],
  });
  expect(body.events).toContainEqual(
    expect.objectContaining({
      type: 'migration.completed',
      migration_id: 'mig_002',
      deliveries: [
        { id: expect.stringMatching(/^dlv_/), endpoint: 'default', state: 'waiting', attempts: 1 },
      ],
    }),
  );
  expect(JSON.stringify(body)).not.toContain('not-a-real-secret');
  const [latest] = all.body.data;
  const failure = { run_id: latest?.run_id, failed_at: latest?.ended_at, error: 'MIGRATION_FAILED' };
  const third = { id: 'mig_003', state: 'pending', failure };
  const migrations = async (query: string) => (await api.get<Page>(`/v1/migrations${query}`)).body;
  expect(await migrations('')).toMatchObject({ data: [third, { failure: null }, { failure: null }] });
  expect(await migrations('?state=failed&tier=additive')).toMatchObject({ data: [third] });
  expect(await migrations('?tier=destructive')).toMatchObject({ data: [], next_cursor: null });
  const applied = await migrations('?state=applied&state=changed&limit=1');
  expect(applied).toMatchObject({ data: [{ id: 'mig_002' }] });
  expect(await migrations(`?state=applied&limit=1&cursor=${applied.next_cursor}`)).toMatchObject({
    data: [{ id: 'mig_001' }],
    next_cursor: null,
  });
  expect((await api.get('/v1/migrations/mig_003')).body).toMatchObject(third);
  expect((await api.get('/v1/migrations?state=done')).status).toBe(422);
  const titled = await api.get(`/v1/runs/${first?.run_id}`);
  expect(titled.headers.get('content-type')).toMatch(/^application\/json/);
  expect(titled.body.migrations).toMatchObject([
    { title: expect.stringContaining('<img src=x onerror=alert(1)> ') },
  ]);
});

it('steers runs in the name of the token, and keeps that in the audit log', async () => {
  const { api } = await startTestServer();
  const paused = await api.post('/v1/runs/pause', { body: { reason: 'a freeze, password=not-a-real-one' } });
  expect(paused.body).toEqual({ verb: 'pause', repeated: false, run: null });
  expect((await api.post('/v1/runs/pause')).body).toMatchObject({ repeated: true });
  expect((await api.get('/v1/runs/pause')).body).toMatchObject({
    pause: { actor: 'test', reason: 'a freeze, password=***', all: true, since: null },
  });
  expect((await api.post('/v1/runs/resume', { body: {} })).body).toMatchObject({ repeated: false });
  expect((await api.get('/v1/runs/pause')).body).toEqual({ pause: null });
  expect((await api.post('/v1/runs/run_none/cancel')).status).toBe(404);
  const { body } = await api.get<Page>('/v1/audit?action=run.*&order=asc');
  expect(body.data).toMatchObject([
    {
      ...{ action: 'run.pause_requested', actor: 'test', actor_source: 'token', token_id: 'tok_test' },
      ...{ address: '127.0.0.1', request_id: paused.headers.get('x-request-id') },
    },
    { action: 'run.resume_requested', reason: null },
  ]);
  const exported = await api.get<string>('/v1/audit/export?actor=test');
  expect(exported.headers.get('content-type')).toBe('application/jsonl');
  const lines = exported.body.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(body.data);
  expect(exported.body).not.toContain('not-a-real-one');
});

it('exports the audit log as CSV that a spreadsheet takes no formula from', async () => {
  const { api } = await startTestServer();
  await api.post('/v1/runs/pause', { body: { reason: '=1+1, "now"\nand later' } });
  const csv = await api.get<string>('/v1/audit/export?format=csv&action=run.*');
  expect(Object.fromEntries(csv.headers)).toMatchObject({
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': 'attachment; filename="audit.csv"',
  });
  const [head = '', ...records] = csv.body.split('\r\n');
  expect(head).toMatch(/^id,created_at,actor,.*,action,.*,reason,run_id,before,after$/);
  expect(records).toEqual([expect.stringMatching(/^aud_\d+,.*,run\.pause_requested,/s), '']);
  expect(records[0]).toContain(`,"'=1+1, ""now""\nand later",`);
  const none = await api.get<string>('/v1/audit/export?format=csv&actor=none');
  expect(none.body).toBe(`${head}\r\n`);
  expect((await api.get('/v1/audit/export?format=xml')).status).toBe(422);
});
