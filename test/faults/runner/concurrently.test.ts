import { expect, test } from 'vitest';
import { backendRunning, openSession, until } from '../../e2e/sessions.js';
import { startCli } from '../../support/cli.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { noSessionLeft } from '../support/sweep-project.js';

const TABLE =
  'create table parts (id integer primary key, name text); create index parts_old on parts (name)';

/** Statements that wait for old transactions half-way, and what must be there when they are done. */
const builds = [
  {
    statement: 'create index concurrently parts_new on parts (name)',
    indexes: 'parts_new parts_old parts_pkey',
  },
  {
    statement: 'create index concurrently if not exists parts_new on parts (name)',
    indexes: 'parts_new parts_old parts_pkey',
  },
  { statement: 'drop index concurrently parts_old', indexes: 'parts_pkey' },
  { statement: 'drop index concurrently if exists parts_old', indexes: 'parts_pkey' },
  { statement: 'reindex index concurrently parts_old', indexes: 'parts_old parts_pkey' },
  { statement: 'reindex table concurrently parts', indexes: 'parts_old parts_pkey' },
];

test.each(builds)('finishes $statement after a kill in its middle', async ({ statement, indexes }) => {
  const { database, up } = await killedInItsMiddle(statement);

  const { exitCode, stderr } = await up().ended;

  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  expect(await indexesOf(database)).toEqual({ valid: indexes, invalid: '' });
  expect(await database.query('select version from tb_confiture order by version')).toHaveLength(2);
  expect(await database.query('select * from confiture.progress')).toEqual([]);
});

test.each(builds.filter(({ statement }) => statement.startsWith('drop')))(
  'finishes $statement where it took effect before the kill',
  async ({ statement, indexes }) => {
    const { database, up } = await setUp(statement);
    const old = await oldTransaction(database);
    const killed = up();
    await waiting(database, statement);
    process.kill(killed.pid, 'SIGSTOP');
    await old.query('commit');
    await until('the end of the statement', async () =>
      (await indexesOf(database)).valid === indexes ? true : undefined,
    );
    await killed.stop('SIGKILL');
    await noSessionLeft(database);

    const { exitCode, stderr } = await up().ended;

    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(await indexesOf(database)).toEqual({ valid: indexes, invalid: '' });
  },
);

test('asks for a decision where the index that was being built has no name', async () => {
  const statement = 'create index concurrently on parts (name)';
  const { up } = await killedInItsMiddle(statement);

  const { exitCode, stdout } = await up().ended;

  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ errors: [{ code: 'MIGRATION_INTERRUPTED', line: 1 }] });
  expect(stdout).toContain('confiture migrate resolve 002');
});

test('looks for what was cut off where the search_path of the file leads', async () => {
  const statement = 'create index concurrently parts_new on parts (id)';
  const { database, up } = await setUp(`set search_path = app;\n${statement}`);
  await database.query('create schema app; create table app.parts (id integer)');
  const old = await oldTransaction(database, 'app.parts');
  const killed = up();
  await waiting(database, statement);
  process.kill(killed.pid, 'SIGSTOP');
  await old.query('commit');
  await until('the new index', async () =>
    (await indexesOf(database)).valid.includes('parts_new') ? true : undefined,
  );
  await killed.stop('SIGKILL');
  await noSessionLeft(database);

  const { exitCode, stderr } = await up().ended;

  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  expect(await database.query("select schemaname from pg_indexes where indexname = 'parts_new'")).toEqual([
    { schemaname: 'app' },
  ]);
});

test('lets a concurrent build wait for an old transaction for longer than the lock time-out', async () => {
  const statement = 'create index concurrently parts_new on parts (name)';
  const { database, up } = await setUp(statement, { statementLockTimeoutMs: 50 });
  const old = await oldTransaction(database);
  const run = up();
  await waiting(database, statement);
  await until('a wait of ten lock time-outs', async () => {
    const [row] = await database.query<{ long: boolean }>(
      `select clock_timestamp() - query_start > interval '500 ms' as long from pg_stat_activity
      where datname = current_database() and position($1 in query) > 0 and pid <> pg_backend_pid()`,
      [statement],
    );
    return row?.long ? true : undefined;
  });
  await old.query('commit');

  const { exitCode, stdout } = await run.ended;

  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ retries: 0 });
});

const BUILDS = 50;
const WAITERS = 3;

test('builds 50 indexes while three other runners wait, without a deadlock', {
  timeout: 120_000,
}, async () => {
  const database = await createDatabase();
  const project = await createProject();
  await project.migration('001_table', `${TABLE}; insert into parts values (1, 'one')`);
  for (let n = 0; n < BUILDS; n += 1) {
    await project.migration(
      `${n + 2}_index`,
      `create index concurrently parts_${n} on parts (name, (id + ${n}))`,
    );
  }
  const start = () =>
    startCli(
      ['migrate', 'up', '--database-url', database.url, '--lock-timeout', '60000', '--format', 'json'],
      {
        cwd: project.dir,
        timeoutMs: 100_000,
      },
    );
  const runs = Array.from({ length: WAITERS + 1 }, start);

  const results = await Promise.all(runs.map(({ ended }) => ended));

  expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
  const applied = results.map(({ stdout }) => (JSON.parse(stdout) as { applied: unknown[] }).applied.length);
  expect(applied.sort((a, b) => a - b)).toEqual([0, 0, 0, BUILDS + 1]);
  expect((await indexesOf(database)).invalid).toBe('');
});

async function setUp(statement: string, migration: object = {}) {
  const database = await createDatabase();
  const project = await createProject({ config: { migration } });
  await project.migration('001_table', TABLE);
  await project.migration('002_change', `${statement};\n`);
  const up = (...flags: string[]) =>
    startCli(['migrate', 'up', '--format', 'json', '--database-url', database.url, ...flags], {
      cwd: project.dir,
    });
  await up('--steps', '1').ended;
  return { database, up };
}

/** A project whose run was killed while its second migration waited for an old transaction, which has ended since. */
async function killedInItsMiddle(statement: string) {
  const { database, up } = await setUp(statement);
  const old = await oldTransaction(database);
  const killed = up();
  await waiting(database, statement);
  await killed.stop('SIGKILL');
  await noSessionLeft(database);
  await old.query('commit');
  return { database, up };
}

/** A transaction whose snapshot a concurrent build must wait for. */
async function oldTransaction(database: TestDatabase, table = 'parts') {
  const session = await openSession(database);
  await session.query(`begin isolation level repeatable read; select count(*) from ${table}`);
  return session;
}

async function waiting(database: TestDatabase, statement: string): Promise<void> {
  await backendRunning(database, statement);
  await until('a wait for the old transaction', async () => {
    const [row] = await database.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
      and position($1 in query) > 0 and pid <> pg_backend_pid()`,
      [statement],
    );
    return row ? true : undefined;
  });
}

async function indexesOf(database: TestDatabase): Promise<{ valid: string; invalid: string }> {
  const [row] = await database.query<{ valid: string; invalid: string }>(`select
    coalesce(string_agg(relname, ' ' order by relname) filter (where indisvalid and indislive), '') as valid,
    coalesce(string_agg(relname, ' ' order by relname) filter (where not (indisvalid and indislive)), '') as invalid
    from pg_index join pg_class on oid = indexrelid where relname like 'parts%'`);
  return row ?? { valid: '', invalid: '' };
}
