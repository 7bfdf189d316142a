import { expect, it } from 'vitest';
import { createProject } from '../../support/project.js';
import { backendRunning, holdLock, until } from '../sessions.js';
import { ledgerOf } from '../tables.js';
import { startIn, steeredProject } from './steered-project.js';

it('writes a run down with how it ended', async () => {
  const project = await steeredProject();
  await project.ok('migrate', 'up');
  const { document } = await project.json('migrate', 'runs');
  expect(document.runs).toMatchObject([
    { state: 'completed', migrations_total: 3, migrations_done: 3, error: null, next: null },
  ]);
  const [{ run_id: id }] = document.runs as [{ run_id: string }];
  const elsewhere = await project.json('migrate', 'cancel', id, '--env', 'staging');
  expect(elsewhere).toMatchObject({ exitCode: 5, document: { error: { code: 'RUN_UNKNOWN' } } });
  expect(elsewhere.document).toMatchObject({
    error: { message: expect.stringContaining(`this project and environment have no run ${id}`) },
  });
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

it('shows a run that waits for the migration lock with who has it, and cancels it there', async () => {
  const project = await steeredProject();
  const { pid } = await holdLock(project.database);
  const up = startIn(project, ['migrate', 'up', '--lock-timeout', '120000']);
  const [run] = await until('a run that waits', async () => {
    const { document } = await project.json('migrate', 'runs');
    const runs = document.runs as Record<string, unknown>[];
    return runs[0]?.state === 'waiting' ? runs : undefined;
  });
  expect(run?.waiting_for).toEqual([{ kind: 'lock', detail: expect.stringContaining(`process ${pid}`) }]);
  await project.ok('migrate', 'cancel', '--reason', 'too late');
  expect((await up.ended).exitCode).toBe(11);
  expect(await ledgerOf(project.database)).toEqual([]);
});

it('cancels a run whose process hangs, over the server, and the process finds out when it goes on', async () => {
  const project = await steeredProject();
  await project.migration('002_second', 'select pg_sleep(300)');
  const up = startIn(project, ['migrate', 'up']);
  const pid = await backendRunning(project.database, 'pg_sleep(300)');
  process.kill(up.pid, 'SIGSTOP');
  const { document } = await project.json('migrate', 'cancel', '--reason', 'hangs');
  expect(document).toMatchObject({ run: { state: 'cancelling', backend_pid: pid } });
  expect(
    await project.database.query('select state from pg_stat_activity where pid = $1', [pid]),
  ).not.toEqual([{ state: 'active' }]);
  process.kill(up.pid, 'SIGCONT');
  const { exitCode, stderr } = await up.ended;
  expect(exitCode, stderr).toBe(11);
  expect(await ledgerOf(project.database)).toEqual(['001']);
});

it('holds runs that start later, until all are resumed', async () => {
  const project = await steeredProject();
  await project.ok('migrate', 'pause', '--all', '--reason', 'freeze');
  const up = startIn(project, ['migrate', 'up']);
  await up.waitFor('confiture migrate resume --all');
  expect(await ledgerOf(project.database)).toEqual([]);
  const one = await project.json('migrate', 'resume');
  expect(one).toMatchObject({ exitCode: 5, document: { error: { code: 'STEERING_REFUSED' } } });
  await project.ok('migrate', 'resume', '--all');
  expect((await up.ended).exitCode).toBe(0);
});

it('ends a run that is paused for longer than --pause-timeout, before its next migration', async () => {
  const project = await steeredProject();
  await project.ok('migrate', 'pause', '--all', '--reason', 'freeze');
  const { exitCode, document } = await project.json('migrate', 'up', '--pause-timeout', '0');
  expect(exitCode).toBe(11);
  expect(document.error).toMatchObject({ code: 'PAUSE_TIMED_OUT' });
  expect(await ledgerOf(project.database)).toEqual([]);
});

it('says of the embedded database that signals are its only steering, and opens none for that', async () => {
  const project = await createProject();
  const { exitCode, stdout } = await project.run(['migrate', 'pause', '--format', 'json']);
  expect(exitCode).toBe(5);
  expect(JSON.parse(stdout).error).toMatchObject({ code: 'STEERING_IMPOSSIBLE' });
  expect(await project.list('.confiture')).toEqual([]);
});
