import { expect, it } from 'vitest';
import { LOCK_KEY_SQL, LOCK_NAMESPACE } from '../../../src/runner/session/advisory-lock.js';
import { startCli } from '../../support/cli.js';
import { createMigratedProject } from '../migrated-project.js';
import { openSession } from '../sessions.js';
import { ledgerOf, tablesOf } from '../tables.js';

/** Puts other text into the second file while the first runs, which is after all were checked. */
const ALTERS = `import { registerHook } from 'confiture';
import { writeFileSync } from 'node:fs';
registerHook('pre_execute', ({ migrationVersion }) => {
  if (migrationVersion === '001')
    writeFileSync('db/migrations/002_second.up.sql', 'create table other (id integer);');
});
`;

it('a file that was altered after the check is not run, and a second run takes it as it is', async () => {
  const project = await createMigratedProject({
    files: { 'alters.mjs': ALTERS },
    config: { hooks: ['./alters.mjs'] },
  });
  const { exitCode, document } = await project.json('migrate', 'up');
  expect(exitCode).toBe(4);
  expect(document).toMatchObject({
    applied: [{ version: '001' }],
    pending: [{ version: '002' }, { version: '003' }],
    error: {
      code: 'FILES_CHANGED',
      message: 'db/migrations/002_second.up.sql was changed after this run had checked it',
      migration: '002_second',
    },
  });
  expect(await ledgerOf(project.database)).toEqual(['001']);
  expect(await tablesOf(project.database)).toEqual(['first']);
  await project.ok('migrate', 'up');
  expect(await tablesOf(project.database)).toEqual(['first', 'other', 'third']);
});

it('a file that was altered while the lock was waited for is seen as it is', async () => {
  const project = await createMigratedProject();
  await project.ok('migrate', 'up');
  const holder = await openSession(project.database);
  await holder.query(`select pg_advisory_lock(${LOCK_NAMESPACE}, ${LOCK_KEY_SQL})`);
  const env = { CONFITURE_DATABASE_URL: project.database.url };
  const run = startCli(['migrate', 'up'], { cwd: project.dir, env });
  await run.waitFor('night-watch');
  await project.write('db/migrations/002_second.up.sql', 'create table other (id integer);');
  await holder.query('select pg_advisory_unlock_all()');
  const { exitCode, stderr } = await run.ended;
  expect(stderr).toContain('002_second');
  expect(exitCode).toBe(4);
});
