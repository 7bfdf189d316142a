import { expect, it } from 'vitest';
import { createDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { createMigratedProject, namedDatabase } from '../migrated-project.js';
import { ledgerOf, tablesOf } from '../tables.js';

it.each([
  [['down'], ['001', '002']],
  [['down', '--steps', '2'], ['001']],
  [['down', '--steps', '9'], []],
  [['down-to', '001'], ['001']],
  [['down-to', '1'], ['001']],
  [
    ['down-to', '003_third'],
    ['001', '002', '003'],
  ],
])('migrate %j leaves %j', async (command, left) => {
  const project = await createMigratedProject();
  await project.ok('migrate', 'up');
  await project.ok('migrate', ...command);
  expect(await ledgerOf(project.database)).toEqual(left);
  expect(await tablesOf(project.database)).toHaveLength(left.length);
});

it('says what was rolled back and where the database is', async () => {
  const project = await createMigratedProject();
  await project.ok('migrate', 'up');
  const text = await project.ok('migrate', 'down', '--steps', '2');
  expect(text).toMatch(/003_third .*\n.*002_second /);
  expect(text).toMatch(/Rolled back 2 migrations in .*\. The database is at 001_first\./);
});

it('gives the facts as one JSON document', async () => {
  const project = await createMigratedProject();
  await project.ok('migrate', 'up');
  const { exitCode, document } = await project.json('migrate', 'down-to', '001');
  expect(exitCode).toBe(0);
  const step = (version: string, name: string) => ({
    version,
    name,
    duration_ms: expect.any(Number),
    rows_affected: 0,
  });
  expect(document).toEqual({
    ok: true,
    command: 'migrate down-to',
    database: namedDatabase(project),
    success: true,
    run_id: expect.stringMatching(/^run_/),
    from: '003',
    to: '001',
    rolled_back: [step('003', '003_third'), step('002', '002_second')],
    unknown: [],
    errors: [],
    total_duration_ms: expect.any(Number),
    dry_run: false,
    planned: [
      { version: '003', name: '003_third' },
      { version: '002', name: '002_second' },
    ],
    undelivered: [],
  });
});

it('says in a dry run what it would do, and does nothing', async () => {
  const project = await createMigratedProject();
  await project.ok('migrate', 'up');
  const text = await project.ok('migrate', 'down', '--steps', '2', '--dry-run');
  expect(text).toMatch(
    /would roll back 2 migrations.*\n1\. +003_third\n2\. +002_second\nNothing was changed\./,
  );
  const { document } = await project.json('migrate', 'down-to', '001', '--dry-run');
  expect(document).toMatchObject({
    dry_run: true,
    rolled_back: [],
    planned: [{ name: '003_third' }, { name: '002_second' }],
  });
  expect(await ledgerOf(project.database)).toEqual(['001', '002', '003']);
});

it('has nothing to roll back before the first migration', async () => {
  const project = await createMigratedProject();
  expect(await project.ok('migrate', 'down')).toContain('Nothing to do: nothing has been applied.');
});

it('can be followed by up again', async () => {
  const project = await createMigratedProject();
  await project.ok('migrate', 'up');
  await project.ok('migrate', 'down', '--steps', '3');
  await project.ok('migrate', 'up');
  expect(await ledgerOf(project.database)).toEqual(['001', '002', '003']);
});

it('undoes nothing behind a failure where each migration is undone by itself', async () => {
  const project = await createProject();
  const database = await createDatabase();
  const run = (...command: string[]) => project.run(['migrate', ...command, '-d', database.url]);
  await project.migration('001_first', 'create table first ()', { down: 'drop table first' });
  await project.migration('002_second', 'create table second ()', { down: 'drop table missing' });
  await project.migration('003_third', 'create table third (it integer)', { down: 'drop table third' });
  await project.migration('004_index', 'create index concurrently by_it on third (it)', {
    down: 'drop index concurrently by_it',
  });
  expect(await run('up')).toMatchObject({ exitCode: 0 });

  const { exitCode, stderr } = await run('down', '--steps', '4');

  expect({ exitCode, stderr }).toMatchObject({ exitCode: 1 });
  expect(stderr).toContain('002_second');
  expect(await ledgerOf(database)).toEqual(['001', '002']);
  expect((await tablesOf(database)).toSorted()).toEqual(['first', 'second']);
});
