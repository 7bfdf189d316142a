import { expect, it } from 'vitest';
import { startCli } from '../../support/cli.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { createProject, type TestProject } from '../../support/project.js';
import { backendRunning, openSession } from '../sessions.js';
import { ledgerOf } from '../tables.js';

const ITEMS = `create table items (id integer primary key, changes integer not null default 0);
insert into items select n from generate_series(1, 1000) n`;

interface Backfill {
  readonly database: TestDatabase;
  readonly project: TestProject;
  /** Runs `migrate up` of one batch phase with these options and this statement, for JSON. */
  up(options: string, statement: string): Promise<{ code: string; message: string; exitCode: number | null }>;
  changes(): Promise<number>;
}

async function backfill(): Promise<Backfill> {
  const database = await createDatabase();
  await database.query(ITEMS);
  const project = await createProject();
  return {
    database,
    project,
    up: async (options, statement) => {
      await project.migration('001_fill', `-- confiture: phase fill batch ${options}\n${statement};\n`);
      const { exitCode, stdout } = await project.run(['migrate', 'up', '--format', 'json'], {
        CONFITURE_DATABASE_URL: database.url,
      });
      const { code = 'none', message = '' } = JSON.parse(stdout).error ?? {};
      return { code, message, exitCode };
    },
    changes: async () =>
      (await database.query<{ sum: number }>('select sum(changes)::integer as sum from items'))[0]?.sum ?? -1,
  };
}

const ENDLESS = 'update items set changes = changes + 1 where id in (select id from items limit 300)';
const SOUND =
  'update items set changes = changes + 1 where id in (select id from items where changes = 0 limit 300)';

it('a batch whose WHERE does not leave out what is done is stopped, and goes on when it is mended', async () => {
  const { up, changes, database } = await backfill();
  expect(await up('', ENDLESS)).toMatchObject({
    exitCode: 1,
    code: 'BATCH_UNBOUNDED',
    message: expect.stringMatching(/its WHERE does not leave out what is done$/),
  });
  expect(await changes()).toBe(1800);
  expect(await up('', ENDLESS)).toMatchObject({ code: 'BATCH_UNBOUNDED' });
  expect(await changes()).toBe(1800);
  expect(await up('', SOUND)).toMatchObject({ exitCode: 0, code: 'none' });
  expect(await database.query('select count(*)::integer as left from items where changes = 0')).toEqual([
    { left: 0 },
  ]);
});

it('an estimate of the rows that is wrong stops no batch', async () => {
  const { up, changes, database } = await backfill();
  await database.query(`create unlogged table large (id integer, changes integer) with (autovacuum_enabled = off);
    insert into large select n, 0 from generate_series(1, 210000) n; analyze large;
    update pg_class set reltuples = 100500 where relname = 'large'`);
  const statement = SOUND.replaceAll('items', 'large').replace('limit 300', 'limit 105000');
  expect(await up('', statement)).toMatchObject({ exitCode: 0, code: 'none' });
  expect(await database.query('select min(changes), max(changes) from large')).toEqual([{ min: 1, max: 1 }]);
  expect(await changes()).toBe(0);
});

it('a batch never changes more rows than its max', async () => {
  const { up, changes } = await backfill();
  expect(await up('max=700', SOUND)).toMatchObject({
    exitCode: 1,
    code: 'BATCH_UNBOUNDED',
    message: expect.stringContaining('more than the 700 rows that its max allows'),
  });
  expect(await changes()).toBe(600);
  expect(await up('max=1000', SOUND)).toMatchObject({ exitCode: 0, code: 'none' });
  expect(await changes()).toBe(1000);
});

it('a repetition that cannot have a lock is tried again, and SIGTERM takes the one that runs back', async () => {
  const { database, project } = await backfill();
  const blocker = await openSession(database);
  await blocker.query('begin; select from items where id = 700 for update');
  const statement = SOUND.replace(' where', ', id = id where').replace(
    'where changes = 0',
    'where changes = 0 order by id',
  );
  await project.migration(
    '001_fill',
    `-- confiture: phase fill batch
${statement};
select pg_sleep(600) from items where id = 1000 and changes > 0;
`,
  );
  const run = startCli(['migrate', 'up', '--statement-lock-timeout', '100'], {
    cwd: project.dir,
    env: { CONFITURE_DATABASE_URL: database.url },
  });
  await run.waitFor('SQLSTATE 55P03, trying again', 20000);
  await blocker.query('commit');
  await backendRunning(database, 'pg_sleep(600)');
  const { exitCode } = await run.stop('SIGTERM');
  expect(exitCode).toBe(143);
  expect(await ledgerOf(database)).toEqual([]);
  expect(
    await database.query(
      'select rows_done::integer, errors_recovered, (select sum(changes)::integer from items) as changes from confiture.phase_progress',
    ),
  ).toEqual([{ rows_done: 900, errors_recovered: 1, changes: 900 }]);
});
