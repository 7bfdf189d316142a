import { expect, it } from 'vitest';
import { createMigratedProject } from '../migrated-project.js';
import { openSession } from '../sessions.js';

it('a statement waits for a lock as long as the flag says, whatever the config file says', async () => {
  const project = await createMigratedProject({ config: { migration: { statementLockTimeoutMs: 0 } } });
  await project.ok('migrate', 'up');
  const blocker = await openSession(project.database);
  await blocker.query('begin; lock table third');
  const { exitCode, document } = await project.json('migrate', 'down', '--statement-lock-timeout', '20');
  await blocker.query('commit');
  expect(exitCode).toBe(1);
  expect(document).toMatchObject({ error: { sqlstate: '55P03' } });
  expect(await project.ok('migrate', 'down', '--statement-lock-timeout', '0')).toContain('003_third');
});

it('the time is a whole number of milliseconds', async () => {
  const project = await createMigratedProject();
  const { exitCode, document } = await project.json('migrate', 'up', '--statement-lock-timeout', '1s');
  expect(exitCode).toBe(5);
  expect(document).toMatchObject({
    error: { code: 'FLAG_INVALID', message: expect.stringContaining('whole number from 0') },
  });
});
