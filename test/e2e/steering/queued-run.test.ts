import { expect, it } from 'vitest';
import type { Connection } from '../../../src/database/connection.js';
import { listRuns } from '../../../src/runner/lifecycle/run-log/list-runs.js';
import { queueRun } from '../../../src/runner/lifecycle/run-queue/queue-run.js';
import { requestOfRun } from '../../../src/runner/lifecycle/steering/request-steering.js';
import { openConnection } from '../../faults/outbox-bench.js';
import { steeredProject } from './steered-project.js';

const SCOPE = { project: 'public.tb_confiture', environment: 'local' };
const BY_TOKEN = { actor: 'ann', source: 'token', tokenId: 'tok_1', tokenName: 'deploy' } as const;

function queue(connection: Connection, id: string, target: string | null = null) {
  return queueRun(connection, SCOPE, {
    ...{ id, by: BY_TOKEN, reason: 'the release', target, planHash: null },
    ...{ process: { host: 'server', pid: 1 }, version: '0.0.0' },
  });
}

it('runs what was queued once, in the name of its caller, and says how it ended', async () => {
  const project = await steeredProject();
  const connection = await openConnection(project.database.url);
  const stateOf = async (id: string) => (await listRuns(connection, SCOPE, { id }))[0];
  const begin = (id: string, ...args: string[]) => project.json('migrate', 'up', '--queued-run', id, ...args);

  expect(await queue(connection, 'run_1', '002')).toMatchObject({
    state: 'queued',
    target: '002',
    actor: 'ann',
  });
  await expect(queue(connection, 'run_2')).rejects.toMatchObject({ code: 'RUN_ACTIVE' });
  expect(await begin('run_1', '--target', '002')).toMatchObject({
    exitCode: 0,
    document: { run_id: 'run_1' },
  });
  expect(await stateOf('run_1')).toMatchObject({
    ...{ state: 'completed', actor: 'ann', actorSource: 'token', reason: 'the release', done: 2 },
    backendPid: expect.any(Number),
  });
  expect(await begin('run_1')).toMatchObject({
    exitCode: 5,
    document: { error: { code: 'RUN_NOT_QUEUED' } },
  });

  await queue(connection, 'run_3');
  const cancel = { id: 'str_1', verb: 'cancel', by: BY_TOKEN, reason: 'not today' } as const;
  const { run } = await requestOfRun(connection, SCOPE, 'run_3', cancel);
  expect(run).toMatchObject({ state: 'cancelled', reason: 'not today', errorCode: 'CANCELLED_ON_REQUEST' });
  expect(await begin('run_3')).toMatchObject({
    exitCode: 5,
    document: { error: { code: 'RUN_NOT_QUEUED' } },
  });

  await queue(connection, 'run_4', '002');
  expect(await begin('run_4', '--target', '002')).toMatchObject({ exitCode: 0 });
  expect(await stateOf('run_4')).toMatchObject({ state: 'completed', backendPid: null, continues: 'run_3' });

  await project.migration('004_broken', 'select 1 from;');
  await queue(connection, 'run_5');
  expect(await begin('run_5')).toMatchObject({ exitCode: 4 });
  expect(await stateOf('run_5')).toMatchObject({ state: 'failed', errorCode: 'FILES_SYNTAX' });

  const audited = await project.database.query(
    'select action, subject, actor, token_name from confiture.audit where subject is not null order by id',
  );
  const entry = { subject: 'run_3', actor: 'ann', token_name: 'deploy' };
  expect(audited.slice(0, 3)).toEqual([
    { ...entry, action: 'run.queued', subject: 'run_1' },
    { ...entry, action: 'run.queued' },
    { ...entry, action: 'run.cancel_requested' },
  ]);
});
