import { describe, expect, it } from 'vitest';
import { createDatabase } from '../../support/database.js';
import { bothDatabases, checkSql, createMigratingProject } from '../both-databases.js';
import { ledgerOf } from '../tables.js';

const TABLE = `create table payments (id integer primary key, total numeric);
insert into payments select n from generate_series(1, 1000) n;`;

const BACKFILL = `-- confiture: title Q1 Database Modernization
-- confiture: phase prepare
alter table payments add column cents integer;
create table changes (id integer, at_phase text);
-- confiture: phase fill batch
with due as (select id from payments where cents is null order by id limit 300),
  noted as (insert into changes select id, 'fill' from due)
update payments set cents = 0 where id in (select id from due);
-- confiture: phase index no-transaction
create index concurrently payments_cents on payments (cents);
-- confiture: phase close
alter table payments alter column cents set not null;
`;

const ROLLBACK = `-- confiture: phase empty batch
delete from changes where ctid in (select ctid from changes limit 400);
-- confiture: phase drop
drop table changes;
alter table payments drop column cents;
`;

const EVERY_ROW_ONCE = checkSql(
  "(select count(*) = 1000 and count(distinct id) = 1000 from changes where at_phase = 'fill')",
);
const NOTHING_NOTED = checkSql('not exists (select from confiture.phase_progress)');

it('run one after another, repeat a batch until it changes no row, and so does a rollback in phases', async () => {
  const database = await createDatabase();
  const env = { CONFITURE_DATABASE_URL: database.url };
  const project = await createMigratingProject(env, { '001_table': TABLE, '002_backfill': BACKFILL });
  await project.write('db/migrations/002_backfill.down.sql', ROLLBACK);
  const { exitCode, document, stderr } = await project.up();
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  expect(document.applied).toMatchObject([
    { version: '001', rows_affected: 1000 },
    { version: '002', rows_affected: 1000 },
  ]);
  expect(
    await database.query('select count(*)::integer as all, count(distinct id)::integer as ids from changes'),
  ).toEqual([{ all: 1000, ids: 1000 }]);

  const down = await project.run(['migrate', 'down'], env);
  expect(down).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('empty (1 of 2)') });
  expect(await ledgerOf(database)).toEqual(['001']);
  expect(await database.query('select version from confiture.phase_progress')).toEqual([]);
});

describe.each(bothDatabases)('phases on %s', (_name, env) => {
  it('go on with the phase that is due after a failure, and keep what was done', async () => {
    const project = await createMigratingProject(await env(), { '001_table': TABLE });
    const failing = BACKFILL.replace('set not null;', 'set not null; select 1 / 0;');
    await project.write('db/migrations/002_backfill.up.sql', failing);
    const failed = await project.up();
    expect(failed).toMatchObject({
      exitCode: 1,
      document: {
        applied: [{ version: '001' }],
        errors: [{ code: 'MIGRATION_FAILED', sqlstate: '22012', line: 12 }],
      },
    });

    await project.write('db/migrations/002_backfill.up.sql', `${BACKFILL}-- done`);
    await project.write('db/migrations/003_check.up.sql', `${EVERY_ROW_ONCE}\n${NOTHING_NOTED}`);
    const { exitCode, document, stderr } = await project.up();
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(document.applied).toMatchObject([{ version: '002', rows_affected: 1000 }, { version: '003' }]);
  });
});

it('is told by status, keeps down away, and is settled by resolve', async () => {
  const { url } = await createDatabase();
  const env = { CONFITURE_DATABASE_URL: url };
  const project = await createMigratingProject(env, {
    '001_table': TABLE,
    '002_backfill': BACKFILL.replace('set not null;', 'set not null; select 1 / 0;'),
  });
  await project.write('db/migrations/001_table.down.sql', 'drop table payments, changes;');
  const inOne = await project.up('--single-transaction');
  expect(inOne).toMatchObject({
    exitCode: 5,
    document: { error: { code: 'FLAG_INVALID', message: expect.stringContaining('committed one by one') } },
  });
  const failed = await project.run(['migrate', 'up'], env);
  expect(failed).toMatchObject({ exitCode: 1, stdout: expect.not.stringContaining('Nothing of') });
  expect(failed.stdout).toContain('What phases and batches of 002_backfill had committed before stays.');

  const text = await project.run(['migrate', 'status'], env);
  expect(text.stdout).toMatch(/^002 +002_backfill +Q1 Database Modernization +interrupted in phase 4 of 4/m);
  const down = await project.run(['migrate', 'down'], env);
  expect(down).toMatchObject({
    exitCode: 8,
    stderr: expect.stringContaining('stopped in phase 4 of 4 ("close")'),
  });
  await project.write('db/migrations/002_backfill.up.sql', BACKFILL.replace('cents = 0', 'cents = 1'));
  expect(await project.up()).toMatchObject({
    exitCode: 4,
    document: {
      errors: [{ code: 'FILES_CHANGED', message: expect.stringContaining('its phase "fill" has run') }],
    },
  });
  const done = await project.run(['migrate', 'resolve', '002', '--done'], env);
  expect(done).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('the phase "close" is due') });

  const { exitCode } = await project.run(['migrate', 'resolve', '002', '--forget'], env);
  expect(exitCode).toBe(0);
  const status = await project.run(['migrate', 'status', '--format', 'json'], env);
  expect(JSON.parse(status.stdout)).toMatchObject({
    interrupted: [],
    migrations: [{ state: 'applied' }, { state: 'pending', phase: null }],
  });
  expect((await project.run(['migrate', 'down'], env)).exitCode).toBe(0);
});

it.each([
  ['in its phases', '-- confiture: phase first', '-- confiture: phase second', 'in phase 2 of 2 ("second")'],
  ['outside of a transaction', '-- confiture: no-transaction', '', 'between two statements'],
])('keeps up away from a rollback that stopped %s, until that is done', async (_where, one, two, told) => {
  const { url } = await createDatabase();
  const env = { CONFITURE_DATABASE_URL: url };
  const project = await createMigratingProject(env, { '001_pair': 'create table a (); create table b ();' });
  const down = (last: string) =>
    project.write('db/migrations/001_pair.down.sql', `${one}\ndrop table b;\n${two}\n${last}`);
  expect((await project.up()).exitCode).toBe(0);
  await down('select 1 / 0;');
  const stopped = await project.run(['migrate', 'down'], env);
  expect(stopped).toMatchObject({ exitCode: 1, stdout: expect.not.stringContaining('Nothing of') });
  await project.write('db/migrations/002_more.up.sql', 'create table c ();');
  expect(await project.up()).toMatchObject({
    exitCode: 1,
    document: {
      error: {
        code: 'MIGRATION_INTERRUPTED',
        message: `the rollback of migration 001 stopped ${told}`,
        actionable: expect.stringContaining('`confiture migrate down`'),
      },
    },
  });
  await down('drop table a;');
  expect((await project.run(['migrate', 'down'], env)).exitCode).toBe(0);
  expect((await project.up()).document).toMatchObject({ applied: [{ version: '001' }, { version: '002' }] });
});
