import { expect, it } from 'vitest';
import { startTestServer } from '../../support/server/start-test-server.js';

const NEW = {
  name: 'Add payments',
  title: 'Q1 <b>Modernization</b>',
  up: 'create table payment (id integer);',
};

it('writes migration files nowhere but into the folder that is named for it, and tells of them', async () => {
  const closed = await startTestServer();
  const refused = await closed.api.post('/v1/migrations', { body: NEW });
  expect(refused.body).toMatchObject({ status: 403, code: 'FILES_REFUSED' });
  expect(await closed.project.list('db/migrations')).toEqual([]);

  const { api, database, project } = await startTestServer({
    config: { serve: { allowMigrationFiles: 'db/migrations' } },
    env: { CONFITURE_WEBHOOK_URL: 'http://127.0.0.1:1/', CONFITURE_WEBHOOK_EVENTS: 'migration.created' },
  });
  const hostile = ['', '../../outside', '\u0000', 'a\nb'].map((name) => ({ ...NEW, name: `${name}x` }));
  for (const body of hostile) {
    const { status } = await api.post('/v1/migrations', { body });
    expect([201, 422]).toContain(status);
  }
  expect(await project.list('..')).not.toContain('outsidex.up.sql');
  for (const file of await project.list('db/migrations')) await project.remove(`db/migrations/${file}`);

  const faulty = await api.post('/v1/migrations', {
    body: { ...NEW, up: 'select 1;\nselect from from;', down: 'drop;' },
  });
  expect(faulty.body).toMatchObject({
    status: 422,
    errors: [
      { pointer: '/down', detail: expect.stringMatching(/line 1\b/) },
      { pointer: '/up', detail: expect.stringMatching(/line 2\b/) },
    ],
  });
  const twoLines = await api.post('/v1/migrations', {
    body: { ...NEW, title: 'one\n-- confiture: no-transaction' },
  });
  expect(twoLines.body).toMatchObject({ status: 422, errors: [{ pointer: '/title' }] });
  expect(await project.list('db/migrations')).toEqual([]);

  const created = await api.post('/v1/migrations', { body: NEW });
  expect(created).toMatchObject({
    status: 201,
    body: { version: '001', files: [{ name: '001_add_payments.up.sql' }] },
  });
  expect(created.headers.get('location')).toBe('/v1/migrations/mig_001');
  expect((await api.get('/v1/migrations/mig_001')).body).toMatchObject({
    state: 'pending',
    title: NEW.title,
    checksum: (created.body.files as { checksum: string }[])[0]?.checksum,
  });
  const [record] = await database.query<{ entry: string }>(
    "select entry from confiture.outbox_records where entry like '%001_add_payments%' union all select body::text from confiture.events where body::text like '%001_add_payments%'",
  );
  expect(record?.entry).toContain('migration.created');
  expect((await api.get('/v1/audit?action=migration.created&subject_id=001&limit=1')).body).toMatchObject({
    data: [{ actor: 'test', after: { name: '001_add_payments', title: NEW.title } }],
  });
});
