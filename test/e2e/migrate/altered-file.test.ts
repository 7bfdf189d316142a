import { expect, it } from 'vitest';
import { createMigratedProject } from '../migrated-project.js';
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
