import { expect, test } from 'vitest';
import { ledgerOf, tablesOf } from '../../e2e/tables.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { createProject, type TestProject } from '../../support/project.js';

const GIVES_UP = 'select pg_advisory_unlock_all();';

test.each([
  { kind: 'in a transaction', sql: `${GIVES_UP} create table taken (id integer);`, kept: [] },
  {
    kind: 'in a transaction whose properties it sets',
    sql: `set transaction isolation level serializable; create table taken (id integer); ${GIVES_UP}`,
    kept: [],
  },
  {
    kind: 'statement by statement',
    sql: `-- confiture: no-transaction\ncreate table early (id integer);\n${GIVES_UP}\ncreate table late (id integer);`,
    kept: ['early'],
  },
  {
    kind: 'in transactions of its own',
    sql: `begin; create table early (id integer); commit; begin; ${GIVES_UP} create table late (id integer); commit;`,
    kept: ['early'],
  },
])('stops at a file that gives up the migration lock and runs $kind', async ({ sql, kept }) => {
  const { database, up } = await setUp({
    '002_gives_up': sql,
    '003_behind': 'create table behind (id integer)',
  });

  const { exitCode, document } = await up();

  expect(exitCode).toBe(6);
  expect(document).toMatchObject({
    success: false,
    applied: [{ version: '001' }],
    pending: [{ version: '002' }, { version: '003' }],
    errors: [{ code: 'LOCK_LOST', migration: '002_gives_up', file: 'db/migrations/002_gives_up.up.sql' }],
  });
  expect(await ledgerOf(database)).toEqual(['001']);
  expect(await tablesOf(database)).toEqual([...kept, 'first']);
});

test('applies nothing of a single transaction in which the migration lock is given up', async () => {
  const { database, up } = await setUp({ '002_gives_up': GIVES_UP });

  const { exitCode, document } = await up('--single-transaction');

  expect({ exitCode, ...document }).toMatchObject({
    exitCode: 6,
    applied: [],
    errors: [{ code: 'LOCK_LOST' }],
  });
  expect(await tablesOf(database)).toEqual([]);
});

test('undoes nothing in a roll-back that gives up the migration lock', async () => {
  const { database, project, run, up } = await setUp({ '002_second': 'create table second (id integer)' });
  await project.write('db/migrations/002_second.down.sql', `drop table second; ${GIVES_UP}`);
  await up();

  const { exitCode, document } = await run('migrate', 'down');

  expect({ exitCode, ...document }).toMatchObject({
    exitCode: 6,
    rolled_back: [],
    errors: [{ code: 'LOCK_LOST' }],
  });
  expect(await ledgerOf(database)).toEqual(['001', '002']);
  expect(await tablesOf(database)).toEqual(['first', 'second']);
});

test('asks for no lock where it was to run without', async () => {
  const { database, up } = await setUp({ '002_gives_up': GIVES_UP });

  const { exitCode } = await up('--no-lock');

  expect(exitCode).toBe(0);
  expect(await ledgerOf(database)).toEqual(['001', '002']);
});

/** A project with `001_first` and the given files, and an empty database. */
async function setUp(migrations: Readonly<Record<string, string>>) {
  const database: TestDatabase = await createDatabase();
  const project: TestProject = await createProject();
  await project.migration('001_first', 'create table first (id integer)', { down: 'drop table first' });
  for (const [name, sql] of Object.entries(migrations)) await project.migration(name, sql);
  const run = async (...args: string[]) => {
    const { exitCode, stdout } = await project.run([...args, '--format', 'json'], {
      CONFITURE_DATABASE_URL: database.url,
    });
    return { exitCode, document: JSON.parse(stdout) as Record<string, unknown> };
  };
  return { database, project, run, up: (...flags: string[]) => run('migrate', 'up', ...flags) };
}
