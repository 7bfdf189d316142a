import { expect, it } from 'vitest';
import { backendRunning } from '../sessions.js';
import { ledgerOf } from '../tables.js';
import { startIn, steeredProject } from './steered-project.js';

it('writes a run down with how it ended', async () => {
  const project = await steeredProject();
  await project.ok('migrate', 'up');
  const { document } = await project.json('migrate', 'runs');
  expect(document.runs).toMatchObject([
    { state: 'completed', migrations_total: 3, migrations_done: 3, error: null, next: null },
  ]);
});

it('pauses a run in the middle of a long statement before the next migration, and lets it go on', async () => {
  const project = await steeredProject();
  await project.migration('002_second', '-- confiture: no-transaction\nselect pg_sleep(3);');
  const up = startIn(project, ['migrate', 'up']);
  await backendRunning(project.database, 'pg_sleep(3)');
  const asked = await project.json('migrate', 'pause', '--reason', 'peak hours');
  expect(asked).toMatchObject({ exitCode: 0, document: { run: { state: 'paused' } } });
  expect(await ledgerOf(project.database)).toEqual(['001', '002']);
  await up.waitFor('Paused at');
  await project.ok('migrate', 'resume');
  expect((await up.ended).exitCode).toBe(0);
  expect(await ledgerOf(project.database)).toEqual(['001', '002', '003']);
});

it('cancels a long statement from elsewhere', async () => {
  const project = await steeredProject();
  await project.migration('002_second', 'select pg_sleep(300)');
  const up = startIn(project, ['migrate', 'up']);
  await backendRunning(project.database, 'pg_sleep(300)');
  const asked = await project.json('migrate', 'cancel', '--reason', 'wrong branch');
  expect(asked).toMatchObject({
    exitCode: 0,
    document: { run: { state: 'cancelled', reason: 'wrong branch' } },
  });
  const { exitCode, stderr } = await up.ended;
  expect(exitCode, stderr).toBe(11);
  expect(stderr).toContain('wrong branch');
});
