import { expect, test } from 'vitest';
import { openSession, until } from '../../e2e/sessions.js';
import { startCli } from '../../support/cli.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';

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

test.each([
  { kind: 'one rollback', steps: '1' },
  { kind: 'rollbacks in one transaction', steps: '2' },
])('tries $kind again that is blocked, and succeeds when the blocker leaves', async ({ steps }) => {
  const { database, project, run } = await setUp(
    { statementLockTimeoutMs: 80 },
    'alter table parts add column name text',
  );
  await project.migration('003_notes', 'insert into notes values (3)', { down: 'delete from notes' });
  await project.migration('002_change', 'alter table parts add column name text', {
    down: 'alter table parts drop column name',
  });
  const applied = await run('up', ...(steps === '1' ? ['--target', '002'] : [])).ended;
  const blocker = await block(database, 'parts');
  const down = run('down', '--steps', steps);
  await down.waitFor('002_change: SQLSTATE 55P03, trying again');
  await blocker.query('commit');

  const { exitCode, stdout } = await down.ended;

  expect({ applied: applied.exitCode, exitCode }).toEqual({ applied: 0, exitCode: 0 });
  expect(JSON.parse(stdout)).toMatchObject({ success: true });
  expect(await versions(database)).toEqual(['001']);
  expect(await database.query('select id from notes')).toEqual([]);
});

test('tries a single transaction again from its first migration', async () => {
  const { database, project, run } = await setUp(
    { statementLockTimeoutMs: 80 },
    'insert into notes values (1)',
  );
  await project.migration('003_change', 'alter table parts add column name text');
  const blocker = await block(database, 'parts');
  const up = run('up', '--single-transaction');
  await up.waitFor('003_change: SQLSTATE 55P03, trying again');
  await blocker.query('commit');

  const { exitCode, stdout } = await up.ended;

  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout).applied).toHaveLength(2);
  expect(await versions(database)).toEqual(['001', '002', '003']);
  expect(await database.query('select id from notes')).toEqual([{ id: 1 }]);
});

test('tells how long a rollback has run before it fails', async () => {
  const { database, project, run } = await setUp({}, 'insert into notes values (1)');
  await project.migration('002_change', 'insert into notes values (1)', {
    down: 'select pg_sleep(0.05); drop table missing',
  });
  await run('up').ended;

  const down = startCli(['migrate', 'down', '--database-url', database.url], { cwd: project.dir });
  const { exitCode, stderr } = await down.ended;

  expect(exitCode).toBe(1);
  const [, duration = '0'] = /002_change +(\d+(?:\.\d+)?) m?s\b/.exec(stderr) ?? [];
  expect(Number(duration)).toBeGreaterThan(0);
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
  const run = (...command: string[]) =>
    startCli(['migrate', ...command, '--format', 'json', '--database-url', database.url], {
      cwd: project.dir,
    });
  const up = () => run('up');
  await up().ended;
  await project.migration('002_change', sql);
  return { database, project, run, up };
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
