import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { runCli } from '../../support/cli.js';
import { createDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';

const ROWS = 10_000_000;
const LONGEST_MS = 1_200_000;
/** Far below what ten million rows would take here, and above what the command needs by itself. */
const MOST_MEMORY_KB = 150_000;

/** Writes the largest size that the process had, in kB, when it ends. */
const RECORDER = `process.on('exit', () =>
  require('node:fs').writeFileSync(process.env.MEMORY_FILE, String(process.resourceUsage().maxRSS)));`;

it('compares results of ten million rows on the server, in flat memory', {
  timeout: LONGEST_MS,
}, async () => {
  const [database, project] = [await createDatabase(), await createProject()];
  await project.migration('001_first', 'create table first (id integer);');
  await project.migration('002_same', 'insert into first values (1);');
  await project.migration('003_other', 'insert into first values (2);');
  const rows = (more: string) =>
    `select n, 'row ' || n as name${more} from generate_series(1, ${ROWS}) as n;\n`;
  await project.write('db/migrations/002_same.invariant.sql', rows(''));
  // One value of ten million is another one after the third migration.
  const counted = ', case when n = 7654321 then (select count(*) from first) end as counted';
  await project.write('db/migrations/003_other.invariant.sql', rows(counted));
  await project.write('recorder.cjs', RECORDER);
  const memory = path.join(project.dir, 'memory.txt');
  const env = {
    CONFITURE_DATABASE_URL: database.url,
    NODE_OPTIONS: `--require=${path.join(project.dir, 'recorder.cjs')}`,
    MEMORY_FILE: memory,
  };
  const { exitCode, stdout } = await runCli(
    ['migrate', 'up', '--validation-timeout', '0', '--format', 'json'],
    { cwd: project.dir, env, timeoutMs: LONGEST_MS },
  );
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    applied: [{ version: '001' }, { version: '002' }],
    error: {
      code: 'VALIDATION_FAILED',
      details: { failures: [{ rows_before: ROWS, rows_after: ROWS, rows_different: null }] },
    },
  });
  expect(Number(await readFile(memory, 'utf8'))).toBeLessThan(MOST_MEMORY_KB);
});
