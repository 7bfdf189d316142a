import { expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { createMigratingProject, type MigratingProject } from '../both-databases.js';
import { ledgerOf, tablesOf } from '../tables.js';

async function migrating(files: Readonly<Record<string, string>>): Promise<{
  database: TestDatabase;
  project: MigratingProject;
  down: (...args: string[]) => Promise<{ exitCode: number | null; stdout: string; stderr: string }>;
}> {
  const database = await createDatabase();
  const env = { CONFITURE_DATABASE_URL: database.url };
  const project = await createMigratingProject(env, files);
  return { database, project, down: (...args) => project.run(['migrate', 'down', ...args], env) };
}

const FIRST = { '001_first': 'create table first (a integer);' };

it.each([
  ['a syntax error', 'select 1;\nselec 2;', 'FILES_SYNTAX', 2],
  ['a string that is never closed', "select 1;\n\nselect 'a", 'FILES_SYNTAX', 3],
  ['a psql command', 'select 1;\n\\i other.sql', 'FILES_UNSUPPORTED', 2],
  [
    'a transaction that is rolled back',
    'begin;\ncreate table t (a integer);\nrollback;',
    'FILES_UNSUPPORTED',
    3,
  ],
])(
  'applies nothing where a later file holds %s, and a dry run says the same',
  async (_what, sql, code, line) => {
    const { database, project } = await migrating({ ...FIRST, '002_broken': sql });
    for (const flags of [['--dry-run'], []]) {
      const { exitCode, document } = await project.up(...flags);
      expect({ exitCode, document }).toMatchObject({ exitCode: 4, document: { error: { code, line } } });
    }
    expect(await tablesOf(database)).toEqual([]);
  },
);

it('names every file with a fault', async () => {
  const { project } = await migrating({ ...FIRST, '002_a': 'selec 1;', '003_b': 'select from from;' });
  const { document } = await project.up();
  expect(JSON.stringify(document.error)).toMatch(/002_a\.up\.sql.*003_b\.up\.sql/);
});

it('refuses one transaction for files that cannot share one in a dry run too', async () => {
  const { database, project } = await migrating({
    ...FIRST,
    '002_index': 'create index concurrently first_a on first (a);',
  });
  for (const flags of [['--dry-run'], []]) {
    const { exitCode, document } = await project.up('--single-transaction', ...flags);
    expect({ exitCode, document }).toMatchObject({
      exitCode: 5,
      document: { error: { code: 'FLAG_INVALID' } },
    });
  }
  expect(await tablesOf(database)).toEqual([]);
});

it('leaves long statements to the server, and reads them in a dry run', async () => {
  const long = `select ${'1, '.repeat(100_000)} from from;`;
  const { database, project } = await migrating({ ...FIRST, '002_long': long });
  expect(await project.up('--dry-run')).toMatchObject({ exitCode: 4 });
  expect(await project.up()).toMatchObject({ exitCode: 1, document: { errors: [{ sqlstate: '42601' }] } });
  expect(await ledgerOf(database)).toEqual(['001']);
});

it('does not check what is applied, nor what is beyond the target', async () => {
  const { project } = await migrating({ ...FIRST, '002_broken': 'selec 1;' });
  expect(await project.up('--target', '001')).toMatchObject({ exitCode: 0 });
});

it('says that a file with BEGIN and COMMIT of its own runs outside of a transaction, before and while it runs', async () => {
  const { project } = await migrating({
    '001_parts': 'create table a (n integer);\ncommit;\nbegin;\ncreate table b (n integer);\ncommit;',
    '002_around': 'begin; create table c (n integer); commit;',
  });
  for (const flags of [['--dry-run'], []]) {
    const { exitCode, document, stderr } = await project.up(...flags);
    expect(exitCode).toBe(0);
    expect(JSON.stringify(document)).toContain('because of COMMIT in line 2');
    expect(stderr).toContain('001_parts runs outside of a transaction');
    expect(stderr).not.toContain('002_around runs');
  }
});

it('applies an empty up file with a warning, unless the file says that it is empty', async () => {
  const { database, project } = await migrating({
    '001_empty': '-- to be written\n;\n',
    '002_meant': '-- confiture: empty\n',
  });
  const { exitCode, document, stderr } = await project.up();
  expect(exitCode).toBe(0);
  expect(await ledgerOf(database)).toEqual(['001', '002']);
  expect(document).toMatchObject({ warnings: [expect.stringContaining('001_empty holds no statement')] });
  expect(stderr).toContain('001_empty holds no statement');
  const env = { CONFITURE_DATABASE_URL: database.url };
  const status = await project.run(['migrate', 'status', '--format', 'json'], env);
  expect(JSON.parse(status.stdout)).toMatchObject({
    warnings: [expect.stringContaining('001_empty holds no statement')],
  });
  expect((await project.run(['migrate', 'status'], env)).stderr).toContain('001_empty holds no statement');
});

it('refuses to undo by a file without a statement, and keeps the ledger', async () => {
  const { database, project, down } = await migrating(FIRST);
  await project.write('db/migrations/001_first.down.sql', '-- Undoes 001_first\n');
  await project.up();
  for (const flags of [['--dry-run'], []]) {
    const { exitCode, stderr } = await down(...flags);
    expect(exitCode).toBe(8);
    expect(stderr).toContain('001_first.down.sql holds no statement');
    expect(stderr).toContain('-- confiture: empty');
  }
  expect(await ledgerOf(database)).toEqual(['001']);
  await project.write('db/migrations/001_first.down.sql', '-- confiture: empty\n');
  expect(await down()).toMatchObject({ exitCode: 0 });
  expect(await ledgerOf(database)).toEqual([]);
});

it('refuses to undo by files as they are generated', async () => {
  const { database, project, down } = await migrating({});
  await project.run(['migrate', 'generate', 'add_payment_table']);
  expect(await project.up()).toMatchObject({ exitCode: 0 });
  expect(await down()).toMatchObject({ exitCode: 8 });
  expect(await ledgerOf(database)).toEqual(['001']);
});

it('finds a syntax error of a down file before anything is undone', async () => {
  const { database, project, down } = await migrating({
    ...FIRST,
    '002_second': 'create table second (a integer);',
  });
  await project.write('db/migrations/001_first.down.sql', 'drop tabel first;');
  await project.write('db/migrations/002_second.down.sql', 'drop table second;');
  await project.up();
  for (const flags of [['--dry-run'], []])
    expect(await down('--steps', '2', ...flags)).toMatchObject({ exitCode: 4 });
  expect(await ledgerOf(database)).toEqual(['001', '002']);
});

it.each([['1'], ['2']])('undoes %s by files that set their transaction', async (steps) => {
  const { database, project, down } = await migrating({
    ...FIRST,
    '002_second': 'create table second (a integer);',
  });
  const setting = 'set transaction isolation level serializable;';
  await project.write('db/migrations/001_first.down.sql', `${setting} drop table first;`);
  await project.write('db/migrations/002_second.down.sql', `${setting} drop table second;`);
  await project.up();
  const { exitCode, stderr } = await down('--steps', steps);
  expect(exitCode, stderr).toBe(0);
  expect(await ledgerOf(database)).toHaveLength(2 - Number(steps));
});

it('counts empty files as faults where validation is strict', async () => {
  const { project } = await migrating({ '001_empty': '-- nothing\n' });
  await project.write('db/migrations/001_empty.down.sql', 'select 1;');
  expect(await project.run(['migrate', 'validate'])).toMatchObject({ exitCode: 0 });
  const strict = await project.run(['migrate', 'validate', '--strict']);
  expect(strict).toMatchObject({ exitCode: 4 });
  expect(strict.stdout + strict.stderr).toContain('001_empty.up.sql');
});

it('says what stays of a first file that failed half-way, and not that nothing was applied', async () => {
  const { database, project } = await migrating({
    '001_parts': '-- confiture: no-transaction\ncreate table a (n integer);\nselect 1 / 0;',
  });
  const env = { CONFITURE_DATABASE_URL: database.url };
  const { exitCode, stdout, stderr } = await project.run(['migrate', 'up'], env);
  expect(exitCode).toBe(1);
  expect(stdout + stderr).toContain('No migration is complete.');
  expect(stdout + stderr).toContain('Statements of 001_parts before the one that failed took effect');
  const status = await project.run(['migrate', 'status'], env);
  expect(status.stdout).toContain('No migration is complete; statements of 001_parts have been applied.');
  expect(status.stdout).not.toContain('Nothing has been applied');
});
