import { expect, it, vi } from 'vitest';
import { startTestServer } from '../../support/server/start-test-server.js';

interface Page {
  readonly data: readonly Readonly<Record<string, unknown>>[];
}

const TEN_MINUTES = 600_000;
const HOSTILE = `<script>alert(1)</script> \u202e"';--${'x'.repeat(10_000)}`;

it('shows and decides on what waits, holds each decision to what was looked at, and shows what is there', async () => {
  const { api, database, project, server } = await startTestServer({
    config: { approvals: [{ tiers: ['destructive'] }] },
    now: () => new Date(Date.now() + TEN_MINUTES),
  });
  const up = () => project.run(['migrate', 'up'], { CONFITURE_DATABASE_URL: database.url });
  await project.migration('001_first', '-- confiture: title The first\ncreate table first (id integer);');
  await project.write('db/migrations/001_first.invariant.sql', 'select 1 as one;\n');
  await api.get('/v1/approvals');
  expect((await up()).exitCode).toBe(0);
  await project.migration('002_second', 'drop table first;');
  expect((await up()).exitCode).toBe(9);

  const plan = await api.get('/v1/plan?target=002');
  expect(plan.body).toMatchObject({
    direction: 'up',
    migrations: [{ name: '002_second' }],
    approval: { count: 1 },
  });
  expect((await api.get('/v1/plan?target=9')).body).toMatchObject({ status: 404, code: 'TARGET_UNKNOWN' });
  const opened = vi.spyOn(server.context.sessions, 'open');
  const migrations = await api.get<Page>('/v1/migrations');
  expect(opened.mock.calls.filter(([{ applicationName }]) => applicationName === undefined)).toEqual([]);
  expect(migrations.body.data).toMatchObject([
    { id: 'mig_002', state: 'pending', checksum_ok: null, applied_at: null, certificate_id: null },
    { id: 'mig_001', state: 'applied', checksum_ok: true, title: 'The first', tier: null },
  ]);
  const certificateId = migrations.body.data[1]?.certificate_id;
  expect(await api.get('/v1/migrations/mig_002')).toMatchObject({
    body: { planned: { statements: [{ command: 'DROP TABLE' }] } },
  });
  expect((await api.get('/v1/migrations/mig_9')).status).toBe(404);

  const waiting = await api.get<Page>('/v1/approvals?state=pending&state=granted');
  const [request] = waiting.body.data;
  const id = String(request?.id);
  expect(request).toMatchObject({ state: 'pending', plan_hash: plan.body.hash, required_count: 1 });
  const { expires_at, server_time, seconds_left } = request as Record<string, string>;
  expect(Number(seconds_left)).toBeCloseTo(
    (Date.parse(`${expires_at}`) - Date.parse(`${server_time}`)) / 1000,
    1,
  );
  expect(Date.now() - Date.parse(`${server_time}`)).toBeLessThan(TEN_MINUTES);
  const shown = await api.get(`/v1/approvals/${id}`);
  expect(shown.body).toMatchObject({
    changed: [],
    plan: [{ name: '002_second' }],
    command: expect.any(String),
  });
  const etag = String(shown.headers.get('etag'));

  expect((await api.post(`/v1/approvals/${id}/deny`, { body: {} })).status).toBe(422);
  const otherPlan = await api.post(`/v1/approvals/${id}/grant`, { body: { plan_hash: 'sha256:0' } });
  expect(otherPlan.body).toMatchObject({ status: 409, code: 'APPROVAL_STALE' });
  const headers = { 'if-match': etag };
  const granted = await api.post(`/v1/approvals/${id}/grant`, { headers, body: { comment: HOSTILE } });
  expect(granted.body).toMatchObject({
    state: 'granted',
    decisions: [{ verb: 'grant', comment: HOSTILE, actor: 'test' }],
  });
  const late = await api.post(`/v1/approvals/${id}/grant`, { headers, body: {} });
  expect(late.body).toMatchObject({ status: 412, code: 'PRECONDITION_FAILED' });
  const again = await api.post(`/v1/approvals/${id}/grant`, { body: {} });
  expect(again.body).toMatchObject({
    status: 409,
    code: 'APPROVAL_DECIDED',
    detail: expect.stringContaining('test'),
  });

  await project.migration('002_second', 'drop table first cascade;');
  const changed = ['db/migrations/002_second.up.sql was changed'];
  expect((await api.get(`/v1/approvals/${id}`)).body).toMatchObject({ changed });
  const stale = await api.post(`/v1/approvals/${id}/grant`, { body: { plan_hash: plan.body.hash } });
  expect(stale.body).toMatchObject({
    status: 409,
    code: 'APPROVAL_STALE',
    detail: expect.stringContaining(`${changed}`),
  });
  const revoked = await api.post(`/v1/approvals/${id}/revoke`);
  expect(revoked.body).toMatchObject({ state: 'revoked', seconds_left: 0 });
  expect((await api.get<Page>('/v1/audit?subject_kind=approval&order=asc')).body.data).toMatchObject([
    {
      action: 'approval.granted',
      before: { state: 'pending' },
      after: { state: 'granted' },
      token_id: 'tok_test',
    },
    { action: 'approval.revoked', before: { state: 'granted' }, after: { state: 'revoked' } },
  ]);
  expect((await api.get('/v1/approvals/apr_none')).status).toBe(404);

  const certificates = await api.get<Page>('/v1/certificates?version=001');
  expect(certificates.body.data).toMatchObject([{ id: certificateId, migration: { version: '001' } }]);
  expect(await api.get(`/v1/certificates/${certificateId}`)).toMatchObject({
    body: { signature: 'valid', statement: { predicate: { certificate_id: certificateId } } },
  });
  const exported = await api.get(`/v1/certificates/${certificateId}/export`);
  expect(exported.body).toMatchObject({ payloadType: 'application/vnd.in-toto+json' });
  expect((await api.get('/v1/certificates/crt_none/export')).status).toBe(404);
});
