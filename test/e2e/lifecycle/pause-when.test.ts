import { expect, it, onTestFinished } from 'vitest';
import { startCli } from '../../support/cli.js';
import { createDatabase, onServer, type TestDatabase } from '../../support/database.js';
import { startServer } from '../../support/postgres-server.js';
import { createProject } from '../../support/project.js';
import { createMigratingProject } from '../both-databases.js';
import { ledgerOf } from '../tables.js';

const BACKFILL = `-- confiture: phase fill batch sleep=20ms
update items set total = id where id in (select id from items where total is null limit 500);
`;

/** A project whose run is held by `pauseWhen`, and the run. */
async function start(database: TestDatabase, pauseWhen: object, up: string) {
  const project = await createProject({ config: { pauseWhen } });
  await project.migration('001_items', up);
  return startCli(['migrate', 'up'], {
    cwd: project.dir,
    env: { CONFITURE_DATABASE_URL: database.url },
  });
}

it('holds a run before its migrations, with no transaction open, and goes on', async () => {
  const database = await createDatabase();
  await database.query('create table hold as select true as on_hold');
  const run = await start(
    database,
    [
      { sql: 'select 0' },
      { name: 'peak hours', sql: 'select on_hold from hold -- asked of the server' },
      { sql: 'select on_hold from hold where false;' },
    ],
    'create table items (id int);',
  );
  await run.waitFor('Held by peak hours. This is asked again every second');
  expect(
    await database.query(
      `select count(*)::integer as open from pg_stat_activity where datname = current_database()
        and application_name like 'confiture%' and state like '%in transaction%'`,
    ),
  ).toEqual([{ open: 0 }]);
  await database.query('update hold set on_hold = false');
  const { exitCode, stdout } = await run.ended;
  expect(stdout).toMatch(/Goes on after \d/);
  expect({ exitCode, ledger: await ledgerOf(database) }).toEqual({ exitCode: 0, ledger: ['001'] });
});

/** True the first two times that a session asks it, which takes a lock of its own each time. */
const TWICE = `with asked as (select count(*)::integer as times from pg_locks where locktype = 'advisory' and classid = 99),
  noted as (select pg_try_advisory_lock(99, times) as is_noted from asked)
  select is_noted and times < 2 from asked, noted`;

it('holds a run on the embedded database over its one session, and goes on', async () => {
  const project = await createMigratingProject({}, { '001_items': 'create table items (id int);' });
  await project.write(
    'confiture.config.json',
    JSON.stringify({ pauseWhen: { name: 'rush hour', sql: TWICE } }),
  );
  const { exitCode, stdout } = await project.run(['migrate', 'up']);
  expect(stdout).toMatch(/Held by rush hour\. This is asked again every second[\s\S]*Goes on after \d/);
  expect(exitCode).toBe(0);
});

it('says why a question cannot be asked, and lets Ctrl-C end the run that it holds', async () => {
  const database = await createDatabase();
  const run = await start(
    database,
    [{ name: 'load', sql: 'select 1 / 0' }, { sql: "select 'sometimes'" }],
    'create table items (id int);',
  );
  await run.waitFor(
    'Held by load, which could not be asked: division by zero; pauseWhen 2 of 2, which could not be asked: its answer is neither true or false nor a number',
  );
  const { exitCode } = await run.stop('SIGINT');
  expect({ exitCode, ledger: await ledgerOf(database).catch(() => []) }).toEqual({
    exitCode: 130,
    ledger: [],
  });
});

it('holds a backfill while a standby lags behind, and goes on when it has caught up', async () => {
  const server = await startServer();
  onTestFinished(() => server.stop());
  const database = await createDatabase(server.url);
  await database.query(
    'create table items (id integer, total integer); insert into items select n from generate_series(1, 20000) n',
  );
  const standby = await server.startStandby();
  onTestFinished(() => standby.stop());
  const onReplica = (text: string) => onServer(`${standby.url}/postgres`, (client) => client.query(text));
  await onReplica('select pg_wal_replay_pause()');
  const run = await start(
    database,
    {
      name: 'replica lag',
      sql: 'select count(*) from pg_stat_replication where pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) > 200000',
    },
    BACKFILL,
  );
  await run.waitFor('Held by replica lag');
  const [held] = await database.query<{ rows: number }>('select count(total)::integer as rows from items');
  expect(held?.rows).toBeLessThan(20_000);
  await onReplica('select pg_wal_replay_resume()');
  await run.waitFor('Goes on after');
  const { exitCode, stderr } = await run.ended;
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  expect(await database.query('select count(total)::integer as rows from items')).toEqual([{ rows: 20_000 }]);
});
