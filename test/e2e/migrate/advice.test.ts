import { expect, it } from 'vitest';
import { startCli } from '../../support/cli.js';
import { createDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { createMigratedProject } from '../migrated-project.js';
import { openSession } from '../sessions.js';

it('names who held the lock after a lock time-out, and asks nobody to mend the file', async () => {
  const [toProgram, toPerson] = [await blockedRollback(2500), await blockedRollback(100)];
  // Beside each other, since both wait.
  const run = startCli(['migrate', 'down', '--format', 'json'], { ...toProgram, timeoutMs: 170_000 });
  const shown = startCli(['migrate', 'down'], { ...toPerson, timeoutMs: 170_000 });
  await run.waitFor('waits for a lock of process');
  const { pid } = toProgram;

  expect(JSON.parse((await run.ended).stdout)).toMatchObject({
    ok: false,
    error: {
      sqlstate: '55P03',
      actionable: expect.stringMatching(
        new RegExp(`^Server process ${pid} .*idle in transaction.*pg_terminate_backend\\(${pid}\\)`),
      ),
      details: { blocked_by: { pid, application: 'night-watch', state: 'idle in transaction' } },
    },
  });
  expect((await shown.ended).stdout).toContain(
    'Nothing of 001_tables took effect. Its file needs no mending: settle the cause, then run `confiture migrate down` again.',
  );
});

/** Where to run `migrate down` while the session `pid` holds a lock on what it drops. */
async function blockedRollback(statementLockTimeoutMs: number) {
  const database = await createDatabase();
  const project = await createProject({ config: { migration: { statementLockTimeoutMs } } });
  await project.migration('001_tables', 'create table parts (id integer);', { down: 'drop table parts;' });
  const env = { CONFITURE_DATABASE_URL: database.url };
  expect((await project.run(['migrate', 'up'], env)).exitCode).toBe(0);
  const blocker = await openSession(database);
  const { rows } = await blocker.query<{ pid: number }>('select pg_backend_pid() as pid');
  await blocker.query('begin; lock table parts');
  return { cwd: project.dir, env, pid: rows[0]?.pid };
}

it.each([
  [['down-to', '001'], 'confiture migrate down-to 001'],
  [['down'], 'confiture migrate down'],
  [['down', '--steps', '2'], 'confiture migrate down --steps 2'],
])('names migrate %j where that failed', async (args, command) => {
  const project = await createMigratedProject();
  await project.ok('migrate', 'up');
  await project.write('db/migrations/003_third.down.sql', 'select 1 / 0;');
  const { exitCode, stdout } = await project.run(['migrate', ...args]);
  expect(exitCode).toBe(1);
  expect(stdout).toContain(
    `Nothing of 003_third took effect. Mend its .down.sql file, then run \`${command}\` again.`,
  );
});
