import { expect, it } from 'vitest';
import { createMigratedProject, namedDatabase } from '../migrated-project.js';
import { ledgerOf, tablesOf } from '../tables.js';

it('status tells applied, pending, changed, missing and out of order apart', async () => {
  const project = await createMigratedProject();
  await project.migration('005_fifth', 'create table fifth ();');
  await project.ok('migrate', 'up');
  await project.migration('001_first', 'create table first (id bigint);');
  for (const role of ['up', 'down']) await project.remove(`db/migrations/002_second.${role}.sql`);
  await project.migration('004_late', 'create table late ();');
  await project.migration('006_next', 'create table next ();');

  const { exitCode, stdout } = await project.run(['migrate', 'status']);
  expect(exitCode).toBe(4);
  expect(stdout).toMatch(/001_first +changed +\d{4}-/);
  expect(stdout).toMatch(/002_second +missing +\d{4}-/);
  expect(stdout).toMatch(/003_third +applied +\d{4}-/);
  expect(stdout).toMatch(/004_late +out of order\n/);
  expect(stdout).toMatch(/006_next +pending\n/);
  expect(stdout).toContain('Next: `confiture migrate up` applies what is pending.');

  const { document } = await project.json('migrate', 'status');
  expect(document).toMatchObject({
    tracking_table: 'tb_confiture',
    resolved_table: 'public.tb_confiture',
    applied: [{ version: '001' }, { version: '002' }, { version: '003' }, { version: '005' }],
    pending: [
      { version: '004', name: '004_late' },
      { version: '006', name: '006_next' },
    ],
    current: '005',
    total: 6,
    summary: { applied: 4, pending: 2, changed: 1, total: 6 },
    migrations: [
      { version: '001', status: 'applied', state: 'changed' },
      { version: '002', status: 'applied', state: 'missing' },
      { version: '003', status: 'applied', state: 'applied' },
      { version: '004', status: 'pending', state: 'out_of_order', applied_at: null },
      { version: '005', status: 'applied', state: 'applied' },
      { version: '006', status: 'pending', state: 'pending' },
    ],
  });
});

it('status shows titles in text and JSON, masked, and nothing in them acts on a terminal', async () => {
  const project = await createMigratedProject();
  await project.ok('migrate', 'up');
  const hostile =
    "-- confiture: title Q2 \u001b[2Jcarts password 'invented-secret-t4'\ncreate table carts ();";
  await project.migration('004_carts', hostile);
  await project.migration('005_quoted', "select '\n-- confiture: title no title\n';");
  const { stdout } = await project.run(['migrate', 'status']);
  expect(stdout).toMatch(/^Version +Name +Title +State/m);
  expect(stdout).toMatch(/^004 +004_carts +Q2 .*carts password .*\*\*\*.* pending$/m);
  expect(stdout).toMatch(/^005 +005_quoted +pending$/m);
  expect(stdout).not.toContain('\u001b[2J');
  const json = await project.json('migrate', 'status');
  expect(json.document).toMatchObject({
    migrations: [
      { title: null },
      { title: null },
      { title: null },
      { title: expect.stringMatching(/^Q2 /) },
      { title: null },
    ],
  });
  expect(stdout + JSON.stringify(json.document)).not.toContain('invented-secret');
});

it.each(['text', 'json'])('status lists everything as pending before the first run (%s)', async (format) => {
  const project = await createMigratedProject();
  const { exitCode, stdout, stderr } = await project.run(['migrate', 'status', '--format', format]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('no migration was ever applied here');
  if (format === 'text') {
    expect(stdout).toMatch(/001_first +pending\n.*002_second +pending\n.*003_third +pending\n/);
  } else {
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      error: { code: 'LEDGER_MISSING', exit_code: 2 },
      resolved_table: null,
      applied: [],
      pending: [{ version: '001' }, { version: '002' }, { version: '003' }],
      summary: { applied: 0, pending: 3, total: 3 },
    });
  }
});

it('status tells a changed file in text, JSON and exit code, though nothing is pending', async () => {
  const project = await createMigratedProject();
  await project.ok('migrate', 'up');
  await project.migration('002_second', 'create table second (id bigint);');
  const { exitCode, stdout, stderr } = await project.run(['migrate', 'status']);
  expect(exitCode).toBe(4);
  expect(stdout).toMatch(/002_second +changed/);
  expect(stderr).toContain('changed after it was applied: db/migrations/002_second.up.sql');
  const json = await project.json('migrate', 'status');
  expect(json).toMatchObject({
    exitCode: 4,
    document: {
      ok: false,
      error: { code: 'FILES_CHANGED', migration: '002_second' },
      migrations: [{ state: 'applied' }, { status: 'applied', state: 'changed' }, { state: 'applied' }],
    },
  });
});

it('status ends with exit 0 where nothing is pending', async () => {
  const project = await createMigratedProject();
  await project.ok('migrate', 'up');
  expect(await project.ok('migrate', 'status')).toContain('3 migrations: 3 applied.');
});

it('current names the newest applied migration', async () => {
  const project = await createMigratedProject();
  await project.ok('migrate', 'up', '--steps', '2');
  expect(await project.ok('migrate', 'current')).toContain('\n002_second\n');
  const { document } = await project.json('migrate', 'current');
  expect(document).toEqual({
    ok: true,
    command: 'migrate current',
    database: namedDatabase(project),
    revision: '002',
    name: '002_second',
    applied_at: expect.stringMatching(/^\d{4}-.*Z$/),
    checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

it('baseline marks as applied and runs nothing', async () => {
  const project = await createMigratedProject();
  const dryRun = await project.ok('migrate', 'baseline', '--target', '002', '--dry-run');
  expect(dryRun).toContain('would mark 2 as applied: 001_first, 002_second. Nothing was changed.');
  expect(await ledgerOf(project.database)).toEqual([]);

  const text = await project.ok('migrate', 'baseline', '--target', '002');
  expect(text).toContain(
    'Marked 2 migrations as applied without running any. The database is at 002_second.',
  );
  expect(await tablesOf(project.database)).toEqual([]);
  expect(await ledgerOf(project.database)).toEqual(['001', '002']);

  const { document } = await project.json('migrate', 'baseline', '--target', '3');
  expect(document).toEqual({
    ok: true,
    command: 'migrate baseline',
    database: namedDatabase(project),
    marked: [{ version: '003', name: '003_third' }],
    already_applied: [
      { version: '001', name: '001_first' },
      { version: '002', name: '002_second' },
    ],
    dry_run: false,
  });
  expect(await project.ok('migrate', 'up')).toContain('Nothing to do');
});

it('baseline names the newest applied migration, though its target is an older one', async () => {
  const project = await createMigratedProject();
  await project.ok('migrate', 'up');
  const text = await project.ok('migrate', 'baseline', '--target', '1');
  expect(text).toContain('The database is at 003_third.');
});

it('baseline and resolve give no execution time to what they did not run', async () => {
  const project = await createMigratedProject();
  await project.ok('migrate', 'baseline', '--target', '003');
  await project.migration('004_cut', '-- confiture: no-transaction\ncreate table four (); select 1 / 0;');
  await project.run(['migrate', 'up']);
  await project.ok('migrate', 'resolve', '004', '--applied');
  expect(
    await project.database.query('select version, execution_time_ms from tb_confiture order by version'),
  ).toEqual(['001', '002', '003', '004'].map((version) => ({ version, execution_time_ms: null })));
});

it('baseline names the newest migration by its version, not by its letters', async () => {
  const project = await createMigratedProject();
  await project.migration('1000_later', 'create table later ();');
  const text = await project.ok('migrate', 'baseline', '--target', '1000');
  expect(text).toContain('The database is at 1000_later.');
});
