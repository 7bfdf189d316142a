import { expect, it } from 'vitest';
import { createDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { createMigratedProject, namedDatabase } from '../migrated-project.js';
import { ledgerOf, tablesOf } from '../tables.js';

it('applies what is pending and says so, then has nothing to do', async () => {
  const project = await createMigratedProject();
  const first = await project.ok('migrate', 'up');
  expect(first).toMatch(
    /^Confiture \S+ · local · test_\w+ on 127\.0\.0\.1:\d+ \(from CONFITURE_DATABASE_URL\)/,
  );
  expect(first).toMatch(/✓ 001_first +\d+ m?s +2 rows\n✓ 002_second .*\n✓ 003_third /);
  expect(first).toMatch(/Applied 3 migrations in .*\. The database is at 003_third\./);
  expect(await tablesOf(project.database)).toEqual(['first', 'second', 'third']);
  expect(await ledgerOf(project.database)).toEqual(['001', '002', '003']);
  expect(await project.ok('migrate', 'up')).toContain('Nothing to do: the database is at 003_third.');
});

it('gives the facts of a run as one JSON document', async () => {
  const project = await createMigratedProject();
  const { exitCode, document } = await project.json('migrate', 'up', '--steps', '2');
  expect(exitCode).toBe(0);
  const step = (version: string, name: string) => ({
    version,
    name,
    duration_ms: expect.any(Number),
    rows_affected: 2,
  });
  expect(document).toEqual({
    ok: true,
    command: 'migrate up',
    database: namedDatabase(project),
    success: true,
    run_id: expect.stringMatching(/^run_/),
    applied: [step('001', '001_first'), step('002', '002_second')],
    pending: [{ version: '003', name: '003_third' }],
    planned: [
      { version: '001', name: '001_first', transactional: true, reason: null },
      { version: '002', name: '002_second', transactional: true, reason: null },
    ],
    unknown: [],
    errors: [],
    total_duration_ms: expect.any(Number),
    checksums_verified: true,
    dry_run: false,
    warnings: [],
    current: '002',
    retries: 0,
    undelivered: [],
  });
});

it('gives what was applied before a failure and what is still pending', async () => {
  const project = await createMigratedProject();
  await project.migration('002_second', 'select 1 / 0;');
  const { exitCode, document } = await project.json('migrate', 'up');
  expect(exitCode).toBe(1);
  expect(document).toMatchObject({
    success: false,
    applied: [{ version: '001' }],
    pending: [{ name: '002_second' }, { name: '003_third' }],
    error: { code: 'MIGRATION_FAILED' },
    errors: [{ code: 'MIGRATION_FAILED', migration: '002_second', sqlstate: '22012' }],
    current: '001',
  });
});

it.each([
  [['--steps', '1'], ['001']],
  [
    ['--target', '002'],
    ['001', '002'],
  ],
  [
    ['--target', '2'],
    ['001', '002'],
  ],
  [
    ['--target', '002_second'],
    ['001', '002'],
  ],
  [
    ['--target', '003', '--steps', '2'],
    ['001', '002'],
  ],
])('%j applies %j', async (flags, applied) => {
  const project = await createMigratedProject();
  await project.ok('migrate', 'up', ...flags);
  expect(await ledgerOf(project.database)).toEqual(applied);
});

it('says in a dry run what it would do, and does nothing', async () => {
  const project = await createMigratedProject();
  const text = await project.ok('migrate', 'up', '--dry-run', '--steps', '2');
  expect(text).toMatch(/would apply 2 migrations.*\n1\. +001_first\n2\. +002_second\nNothing was changed\./);
  const { document } = await project.json('migrate', 'up', '--dry-run');
  expect(document).toMatchObject({
    success: true,
    dry_run: true,
    applied: [],
    pending: [{ name: '001_first' }, { name: '002_second' }, { name: '003_third' }],
  });
  expect(await tablesOf(project.database)).toEqual([]);
  expect(await project.database.query(`select 1 where to_regclass('tb_confiture') is not null`)).toEqual([]);
});

it('goes on after a migration was mended', async () => {
  const project = await createMigratedProject();
  await project.migration('002_second', 'create table second (); select 1 / 0;');
  expect((await project.run(['migrate', 'up'])).exitCode).toBe(1);
  await project.migration('002_second', 'create table second ();');
  await project.ok('migrate', 'up');
  expect(await ledgerOf(project.database)).toEqual(['001', '002', '003']);
});

it('applies a file that commits in its middle', async () => {
  const project = await createMigratedProject();
  await project.migration('002_second', 'create table second ();\ncommit;\ncreate table extra ();');
  await project.ok('migrate', 'up');
  expect(await tablesOf(project.database)).toEqual(['extra', 'first', 'second', 'third']);
  expect(await ledgerOf(project.database)).toEqual(['001', '002', '003']);
});

it.each(['text', 'json'])('has nothing to do in an empty folder (%s)', async (format) => {
  const database = await createDatabase();
  const project = await createProject();
  const { exitCode, stdout } = await project.run(['migrate', 'up', '--format', format], {
    CONFITURE_DATABASE_URL: database.url,
  });
  expect(exitCode).toBe(0);
  if (format === 'json')
    expect(JSON.parse(stdout)).toMatchObject({ success: true, applied: [], pending: [] });
  else expect(stdout).toContain('Nothing to do: there are no migrations yet.');
});

it('warns of a missing file and goes on', async () => {
  const project = await createMigratedProject();
  await project.ok('migrate', 'up', '--steps', '1');
  await project.remove('db/migrations/001_first.up.sql');
  await project.remove('db/migrations/001_first.down.sql');
  const { exitCode, stderr } = await project.run(['migrate', 'up']);
  expect(stderr).toContain('Warning: applied, but the file is missing: 001_first');
  expect(exitCode).toBe(0);
  expect(await ledgerOf(project.database)).toEqual(['001', '002', '003']);
});

it('warns of a file that is out of order and applies it', async () => {
  const project = await createMigratedProject();
  await project.ok('migrate', 'up');
  await project.migration('002a_late', 'create table late ();');
  const { exitCode, document } = await project.json('migrate', 'up');
  expect(exitCode).toBe(0);
  expect(document).toMatchObject({
    applied: [{ name: '002a_late' }],
    warnings: ['out of order, older than what is applied: 002a_late'],
  });
});
