import { expect, test } from 'vitest';
import { openSession, until } from '../e2e/sessions.js';
import { startCli } from '../support/cli.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { createProject } from '../support/project.js';

const MOST_RETRIES = 5;

test('tries a blocked migration again, and succeeds when the blocker leaves', async () => {
  const { database, up } = await setUp(
    { statementLockTimeoutMs: 80 },
    'alter table parts add column name text',
  );
  const blocker = await block(database, 'parts');
  const run = up();
  await run.waitFor('trying again');
  await blocker.query('commit');

  const { exitCode, stdout, stderr } = await run.ended;

  const { retries, success } = JSON.parse(stdout) as { retries: number; success: boolean };
  expect({ exitCode, success }).toEqual({ exitCode: 0, success: true });
  expect(retries).toBeGreaterThanOrEqual(1);
  expect(retries).toBeLessThanOrEqual(MOST_RETRIES);
  expect(stderr).toContain('SQLSTATE 55P03, trying again');
  expect(await versions(database)).toEqual(['001', '002']);
});

test('gives a blocked migration up after a bounded number of retries', async () => {
  const { database, up } = await setUp(
    { statementLockTimeoutMs: 80 },
    'alter table parts add column name text',
  );
  await block(database, 'parts');

  const { exitCode, stdout } = await up().ended;

  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    success: false,
    retries: MOST_RETRIES,
    applied: [],
    errors: [{ code: 'MIGRATION_FAILED', sqlstate: '55P03', migration: '002_change' }],
  });
  expect(stdout).toMatch(/Another session holds a lock that this migration needs|kept it from the lock/);
  expect(await versions(database)).toEqual(['001']);
});

test.each([
  {
    kind: 'a file that runs statement by statement',
    sql: 'insert into notes values (1);\nvacuum notes;\nalter table parts add column name text;\ninsert into notes values (2);',
  },
  {
    kind: 'a file that sets its transaction',
    sql: 'set transaction isolation level serializable;\ninsert into notes values (1), (2);\nalter table parts add column name text;',
  },
])('tries $kind again, and takes no step twice', async ({ sql }) => {
  const { database, up } = await setUp({ statementLockTimeoutMs: 80 }, sql);
  const blocker = await block(database, 'parts');
  const run = up();
  await run.waitFor('trying again');
  await blocker.query('commit');

  const { exitCode, stderr } = await run.ended;

  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  expect(await database.query('select id from notes order by id')).toEqual([{ id: 1 }, { id: 2 }]);
});

test('gives each file that runs alone its own retries', async () => {
  const { database, project, up } = await setUp({ statementLockTimeoutMs: 40 }, alone('parts'));
  await project.migration('003_change', alone('more_parts'));
  const first = await block(database, 'parts');
  const second = await block(database, 'more_parts');
  const run = up();
  await run.waitFor('002_change: SQLSTATE 55P03, trying again');
  await first.query('commit');
  await run.waitFor('003_change: SQLSTATE 55P03, trying again');
  await second.query('commit');

  const { exitCode, stderr } = await run.ended;

  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/003_change: .* \(retry 1\)/);
});

test('tries again after a deadlock', async () => {
  const { database, up } = await setUp(
    {},
    'lock table parts; lock table notes; insert into notes values (1)',
  );
  const other = await block(database, 'notes');
  await other.query("set deadlock_timeout = '20s'");
  const run = up();
  await until('a wait for the other session', async () => {
    const [row] = await database.query(
      "select from pg_locks where not granted and relation = 'notes'::regclass",
    );
    return row ? true : undefined;
  });
  await other.query('lock table parts');
  await run.waitFor('SQLSTATE 40P01, trying again');
  await other.query('commit');

  const { exitCode, stdout } = await run.ended;

  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ success: true, retries: 1 });
  expect(await database.query('select id from notes')).toEqual([{ id: 1 }]);
});

function alone(table: string): string {
  return `vacuum notes;\nalter table ${table} add column name text;`;
}

async function setUp(migration: object, sql: string) {
  const database = await createDatabase();
  const project = await createProject({ config: { migration } });
  await project.migration(
    '001_tables',
    'create table parts (id integer); create table more_parts (id integer); create table notes (id integer)',
  );
  const up = () =>
    startCli(['migrate', 'up', '--format', 'json', '--database-url', database.url], { cwd: project.dir });
  await up().ended;
  await project.migration('002_change', sql);
  return { database, project, up };
}

/** A session that holds the table until it commits. */
async function block(database: TestDatabase, table: string) {
  const session = await openSession(database);
  await session.query(`begin; lock table ${table} in access exclusive mode`);
  return session;
}

async function versions(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ version: string }>('select version from tb_confiture order by version');
  return rows.map(({ version }) => version);
}
