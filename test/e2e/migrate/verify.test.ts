import { expect, it } from 'vitest';
import { createMigratedProject, type MigratedProject } from '../migrated-project.js';

async function applied(verify: string): Promise<MigratedProject> {
  const project = await createMigratedProject();
  await project.ok('migrate', 'up');
  await project.write('db/migrations/002_second.verify.sql', verify);
  return project;
}

it('is content where every check returns true', async () => {
  const project = await applied('select count(*) = 2 from second;');
  expect(await project.ok('migrate', 'verify')).toContain('All in order: 3 migrations checked.');
  const { document } = await project.json('migrate', 'verify');
  expect(document).toMatchObject({
    ok: true,
    verified_count: 1,
    failed_count: 0,
    skipped_count: 2,
    total_applied: 3,
    ledger_present: true,
    results: [{ state: 'verified' }, { version: '002', state: 'verified' }, { state: 'verified' }],
  });
});

it.each([
  ['returns false', 'select count(*) = 7 from second;', /\.verify\.sql did not return true/],
  ['returns nothing', 'select true where false;', /\.verify\.sql did not return true/],
  ['fails', 'select nme from second;', /\.verify\.sql failed: column "nme" does not exist \[42703\]/],
  ['writes', 'delete from second returning true;', /\.verify\.sql failed: .*read-only transaction/],
])('ends with exit 1 where a check %s', async (_, verify, words) => {
  const project = await applied(verify);
  const { exitCode, stdout, stderr } = await project.run(['migrate', 'verify']);
  expect(exitCode).toBe(1);
  expect(stdout + stderr).toMatch(words);
  expect(stdout + stderr).toMatch(/002_second/);
  const json = await project.json('migrate', 'verify');
  expect(json.exitCode).toBe(1);
  expect(json.document).toMatchObject({
    ok: false,
    error: { code: 'VERIFY_FAILED' },
    verified_count: 0,
    failed_count: 1,
    results: [{}, { version: '002', state: 'failed', error: expect.stringMatching(words) }, {}],
  });
  expect(await project.database.query('select id from second')).toHaveLength(2);
});

it('ends with exit 4 for a changed file, until --fix accepts it', async () => {
  const project = await createMigratedProject();
  await project.ok('migrate', 'up');
  await project.migration('002_second', 'create table second (id integer);');
  const { exitCode, stdout } = await project.run(['migrate', 'verify']);
  expect(exitCode).toBe(4);
  expect(stdout).toMatch(/002_second\.up\.sql: error: the file was changed after it was applied/);
  expect(stdout).toContain('confiture migrate verify --fix');
  expect((await project.json('migrate', 'verify')).document).toMatchObject({
    ok: false,
    error: { code: 'FILES_CHANGED' },
    results: [{}, { version: '002', state: 'changed' }, {}],
  });

  expect((await project.json('migrate', 'verify', '--fix')).document).toMatchObject({
    ok: true,
    results: [{}, { version: '002', state: 'fixed' }, {}],
  });
  await project.ok('migrate', 'verify');
});

it('names what --fix accepted', async () => {
  const project = await createMigratedProject();
  await project.ok('migrate', 'up');
  await project.migration('002_second', 'create table second (id integer);');
  await project.migration('003_third', 'create table third (id integer);');
  const text = await project.ok('migrate', 'verify', '--fix');
  expect(text).toContain('Accepted 002_second as it is now');
  expect(text).toContain('Accepted 003_third as it is now');
  expect(text).not.toContain('001_first');
  await project.migration('003_third', 'create table third (id bigint);');
  expect((await project.json('migrate', 'verify', '--fix')).document).toMatchObject({
    ok: true,
    accepted: [{ version: '003', name: '003_third' }],
  });
});

it('ends with exit 4 for a missing file', async () => {
  const project = await createMigratedProject();
  await project.ok('migrate', 'up');
  for (const role of ['up', 'down']) await project.remove(`db/migrations/002_second.${role}.sql`);
  const { exitCode, stdout } = await project.run(['migrate', 'verify']);
  expect(exitCode).toBe(4);
  expect(stdout).toMatch(/002_second\.up\.sql: error: there is no file for it/);
  expect(stdout).toContain('Restore the file from version control.');
});
