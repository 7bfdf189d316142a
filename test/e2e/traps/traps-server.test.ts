import { expect, it } from 'vitest';
import { startCli } from '../../support/cli.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { createMigratingProject } from '../both-databases.js';
import { backendRunning, openSession, until } from '../sessions.js';
import { ledgerOf } from '../tables.js';

/** A database, and a project whose migrations can be made to wait until the test lets them go on. */
async function createGatedProject(files: Readonly<Record<string, string>>) {
  const database = await createDatabase();
  const env = { CONFITURE_DATABASE_URL: database.url };
  const project = await createMigratingProject(env, files);
  const gate = await openSession(database);
  await gate.query('select pg_advisory_lock(4242)');
  const start = () => startCli(['migrate', 'up'], { cwd: project.dir, env });
  return { database, project, start, open: () => gate.query('select pg_advisory_unlock(4242)') };
}

/** Until one run is at the gate and another asks for the migration lock. */
function secondRunWaits(database: TestDatabase): Promise<unknown> {
  return until('a second run that waits', async () => {
    const [row] = await database.query<{ runs: number }>(
      `select count(*)::integer as runs from pg_stat_activity
      where datname = current_database() and application_name = 'confiture' and query like '%advisory_lock%'`,
    );
    return row?.runs === 2 ? row : undefined;
  });
}

const WAIT_AT_GATE = 'set lock_timeout = 0; select pg_advisory_lock_shared(4242)';

it('does not keep another run that builds an index waiting while it waits for the lock (trap 1)', async () => {
  const { database, start, open } = await createGatedProject({
    '001_table': `create table t (a integer); ${WAIT_AT_GATE};`,
    '002_index': 'create index concurrently t_a on t (a);',
  });
  const first = start();
  await backendRunning(database, 'pg_advisory_lock_shared');
  const second = start();
  await secondRunWaits(database);
  await open();
  const results = await Promise.all([first.ended, second.ended]);
  expect(results.map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toMatchObject([
    { exitCode: 0 },
    { exitCode: 0 },
  ]);
  expect(await ledgerOf(database)).toEqual(['001', '002']);
});

it('holds no transaction open while a file runs that can have none (trap 2)', async () => {
  const database = await createDatabase();
  const project = await createMigratingProject(
    { CONFITURE_DATABASE_URL: database.url },
    {
      '001_looks': `-- confiture: no-transaction
        create table seen (open_transactions bigint);
        insert into seen select count(*) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null;
        create index concurrently seen_index on seen (open_transactions);`,
    },
  );
  expect(await project.up()).toMatchObject({ exitCode: 0 });
  expect(await database.query('select * from seen')).toEqual([{ open_transactions: '0' }]);
});

it('refuses to put a file that cannot have a transaction into one with others (traps 3 and 6)', async () => {
  const database = await createDatabase();
  const project = await createMigratingProject(
    { CONFITURE_DATABASE_URL: database.url },
    {
      '001_table': 'create table t (a integer);',
      '002_index': '\n\ncreate index concurrently t_a on t (a);',
    },
  );
  const { exitCode, document } = await project.up('--single-transaction');
  expect(exitCode).toBe(5);
  expect(document).toMatchObject({ error: { code: 'FLAG_INVALID', line: 3 } });
  expect(await ledgerOf(database)).toEqual([]);
});

it('keeps nothing where an enum value is used in the one transaction that adds it (trap 6)', async () => {
  const database = await createDatabase();
  const project = await createMigratingProject(
    { CONFITURE_DATABASE_URL: database.url },
    {
      '001_enum': `create type mood as enum ('sad'); create table felt (m mood);`,
      '002_use': `alter type mood add value 'ok'; insert into felt values ('ok');`,
    },
  );
  expect((await project.up('--steps', '1')).exitCode).toBe(0);
  const { exitCode, document } = await project.up('--single-transaction');
  expect(exitCode).toBe(1);
  expect(document.errors).toMatchObject([{ sqlstate: '55P04', line: 1 }]);
  expect(await ledgerOf(database)).toEqual(['001']);
});

it('lets go of a killed run and goes on from where it was (trap 11)', async () => {
  const { database, project, start, open } = await createGatedProject({
    '001_steps': `-- confiture: no-transaction
      create table done (step integer);
      insert into done values (1);
      ${WAIT_AT_GATE};
      insert into done values (2);
      create index concurrently done_step on done (step);`,
  });
  const killed = start();
  const pid = await backendRunning(database, 'pg_advisory_lock_shared');
  await killed.stop('SIGKILL');
  await until('the end of the killed session', async () => {
    const rows = await database.query('select 1 from pg_stat_activity where pid = $1', [pid]);
    return rows.length === 0 ? true : undefined;
  });
  await open();
  expect(await project.up()).toMatchObject({ exitCode: 0, document: { applied: [{ version: '001' }] } });
  expect(await database.query('select step from done order by 1')).toEqual([{ step: 1 }, { step: 2 }]);
});

it('applies each migration once where two first runs meet, and both end well (trap 12)', async () => {
  const { database, start, open } = await createGatedProject({
    '001_wait': `${WAIT_AT_GATE}; create table t (a integer);`,
    '002_row': 'insert into t values (1);',
  });
  const runs = [start(), start()];
  await backendRunning(database, 'pg_advisory_lock_shared');
  await secondRunWaits(database);
  await open();
  const results = await Promise.all(runs.map(({ ended }) => ended));
  expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(await database.query('select count(*)::integer as rows from t')).toEqual([{ rows: 1 }]);
});

it('waits for locks no longer than it was told to, but for what runs by itself (trap 12)', async () => {
  const database = await createDatabase();
  const project = await createMigratingProject(
    { CONFITURE_DATABASE_URL: database.url },
    {
      '001_limit': `create table limits (told text); insert into limits values (current_setting('lock_timeout'));`,
      '002_procedure': `create procedure tell() language plpgsql as
        $$ begin insert into limits values (current_setting('lock_timeout')); commit; end $$;`,
      '003_alone': '-- confiture: no-transaction\ncall tell();',
      '004_after': `insert into limits values (current_setting('lock_timeout'));`,
    },
  );
  expect(await project.up()).toMatchObject({ exitCode: 0 });
  expect(await database.query('select told from limits')).toEqual(
    ['5s', '0', '5s'].map((told) => ({ told })),
  );
});

it('keeps the migration lock where a file discards all of its session', async () => {
  const database = await createDatabase();
  const project = await createMigratingProject(
    { CONFITURE_DATABASE_URL: database.url },
    {
      '001_discard': `discard all;
        create table locks as select count(*)::integer as held from pg_locks where locktype = 'advisory' and pid = pg_backend_pid();`,
    },
  );
  expect(await project.up()).toMatchObject({ exitCode: 0 });
  expect(await database.query('select held from locks')).toEqual([{ held: 1 }]);
});

it('names the line of a statement that failed where the server names no position', async () => {
  const database = await createDatabase();
  const env = { CONFITURE_DATABASE_URL: database.url };
  const text =
    'create table a (id integer);\n\ncreate table b (\n  a_id integer references missing\n);\nselect 1;\n';
  const inOne = await createMigratingProject(env, { '001_key': text });
  expect(await inOne.up()).toMatchObject({
    exitCode: 1,
    document: { errors: [{ sqlstate: '42P01', line: 3, column: null }] },
  });
  const alone = await createMigratingProject(env, { '001_key': `-- confiture: no-transaction\n${text}` });
  expect(await alone.up()).toMatchObject({
    exitCode: 1,
    document: { errors: [{ sqlstate: '42P01', line: 4, column: null }] },
  });
});

it('refuses what only psql understands, and NUL, by file and line (traps 8 and 9)', async () => {
  const env = { CONFITURE_DATABASE_URL: (await createDatabase()).url };
  for (const [text, code] of [
    ['select 1;\n\\i other.sql\n', 'FILES_UNSUPPORTED'],
    ['select 1;\nselect \0;\n', 'FILES_UNREADABLE'],
  ] as const) {
    const project = await createMigratingProject(env, { '001_file': text });
    expect(await project.up()).toMatchObject({ exitCode: 4, document: { error: { code, line: 2 } } });
  }
});
