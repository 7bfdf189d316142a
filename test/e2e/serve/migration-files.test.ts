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

it('says what the files of a migration hold also once it is applied, and nothing where they are gone', async () => {
  const { api, database, project } = await startTestServer();
  await project.migration('001_first', 'create table first (id integer, name varchar(10));', {
    down: 'drop table first;',
  });
  await project.write('db/migrations/001_first.verify.sql', 'select true;\n');
  await project.migration('002_index', 'create index concurrently first_id on first (id);');
  await project.migration(
    '003_phases',
    '-- confiture: phase widen\nalter table first alter column name type varchar(20);\n-- confiture: phase narrow\nalter table first drop column id;',
  );
  const applied = await project.run(['migrate', 'up'], { CONFITURE_DATABASE_URL: database.url });
  expect(applied.exitCode).toBe(0);
  const read = async (version: string) => (await api.get(`/v1/migrations/mig_${version}`)).body;
  const none = { requires_approval: false, phases: null, has_down: false };
  expect(await read('001')).toMatchObject({
    ...{ state: 'applied', planned: null },
    shape: {
      ...none,
      file: 'db/migrations/001_first.up.sql',
      transactional: true,
      tier: 'additive',
      ...{ has_down: true, has_verify: true, has_invariant: false },
      statements: [{ line: 1, command: 'CREATE TABLE', tier: 'additive' }],
    },
  });
  expect(await read('002')).toMatchObject({
    shape: { ...none, transactional: false, statements: [{ command: 'CREATE INDEX CONCURRENTLY' }] },
  });
  // What a change of type costs depends on what the files before it have made.
  expect(await read('003')).toMatchObject({
    shape: {
      tier: 'destructive',
      phases: [{ name: 'widen' }, { name: 'narrow' }],
      statements: [{ rewrites: false }, { tier: 'destructive' }],
    },
  });
  await project.write('db/migrations/002_index.up.sql', '\\gexec\n');
  await project.remove('db/migrations/001_first.up.sql');
  await project.remove('db/migrations/001_first.down.sql');
  await project.remove('db/migrations/001_first.verify.sql');
  expect([(await read('001')).shape, (await read('002')).shape]).toEqual([null, null]);
});
