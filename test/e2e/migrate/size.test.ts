import { expect, it } from 'vitest';
import { runCli } from '../../support/cli.js';
import { createDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { ledgerOf } from '../tables.js';

/** The files of a project, by name, and the largest heap that has to be enough for them, in megabytes. */
const cases: readonly (readonly [what: string, heapMb: number, files: () => Record<string, string>])[] = [
  [
    'a file of 20,000 statements',
    48,
    () => ({ '1_many': `create table t (n integer);\n${inserts(20_000, '')}` }),
  ],
  [
    'a file of 20 MB',
    160,
    () => ({
      '1_large': `create table t (n integer, s text);\n${inserts(20_000, `, '${'x'.repeat(1_000)}'`)}`,
    }),
  ],
  [
    '2,000 files',
    48,
    () =>
      Object.fromEntries(
        Array.from({ length: 2_000 }, (_, n) => [
          `${n}_file`,
          n === 0 ? 'create table t (n integer);' : inserts(10, ''),
        ]),
      ),
  ],
];

function inserts(count: number, more: string): string {
  return Array.from({ length: count }, (_, n) => `insert into t values (${n}${more});\n`).join('');
}

it.each(cases)('applies %s within a heap of %i MB', { timeout: 180_000 }, async (_what, heapMb, files) => {
  const database = await createDatabase();
  const project = await createProject();
  const migrations = Object.entries(files());
  for (const [name, text] of migrations) await project.migration(name, text);
  const { exitCode, stderr } = await runCli(['migrate', 'up', '--quiet'], {
    cwd: project.dir,
    env: { CONFITURE_DATABASE_URL: database.url, NODE_OPTIONS: `--max-old-space-size=${heapMb}` },
    timeoutMs: 150_000,
  });
  expect(exitCode, stderr).toBe(0);
  expect(await ledgerOf(database)).toHaveLength(migrations.length);
  expect(await database.query('select count(*)::integer as rows from t')).toEqual([
    { rows: migrations.length === 2_000 ? 19_990 : 20_000 },
  ]);
});
