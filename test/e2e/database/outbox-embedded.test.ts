import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCli } from '../../support/cli.js';
import { type Recorder, startRecorder } from '../../support/receiver.js';
import { createMigratingProject } from '../both-databases.js';
import { until } from '../sessions.js';

/** Writes down which migrations are done. The migration that STOP_AT names is waited with for ever. */
const HOOKS = `import { appendFileSync } from 'node:fs';
export default [
  { name: 'log', on: ['post_execute'], run: ({ migrationVersion }) => appendFileSync('done.log', migrationVersion + ' ') },
  { name: 'stop', on: ['pre_execute'], run: ({ migrationVersion }) => {
    if (process.env.STOP_AT !== migrationVersion) return;
    appendFileSync('reached', '');
    return new Promise((resolve) => setInterval(resolve, 1_000_000));
  } },
];
`;

describe('on the embedded database', () => {
  it('a run sends what it has committed before it ends', async () => {
    const { project, env, receiver } = await openScene();
    const { exitCode, stderr } = await project.run(['migrate', 'up'], env);
    expect(exitCode, stderr).toBe(0);
    expect(eventsAt(receiver)).toEqual(['001_first migration_success', '002_second migration_success']);
  });

  it('a run with --drain-timeout 0 hands everything over, and `webhooks deliver` sends it', async () => {
    const { project, env, receiver } = await openScene();
    const run = await project.run(['migrate', 'up', '--drain-timeout', '0'], env);
    expect(run.stdout).toContain('2 webhook deliveries are still waiting');
    expect(receiver.requests).toEqual([]);
    const log = await project.run(['webhooks', 'deliveries', '--format', 'json']);
    expect(JSON.parse(log.stdout).deliveries).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }]);
    const pass = await project.run(['webhooks', 'deliver'], env);
    expect(pass).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/\n2 events delivered\.\n$/) });
    expect(eventsAt(receiver)).toEqual(['001_first migration_success', '002_second migration_success']);
  });

  it('a migration that fails is told too', async () => {
    const { project, env, receiver } = await openScene({ '002_second': 'select 1 / 0;' });
    const { exitCode } = await project.run(['migrate', 'up'], env);
    expect(exitCode).toBe(1);
    expect(eventsAt(receiver)).toEqual(['001_first migration_success', '002_second migration_error']);
  });

  it('an endpoint that hangs changes nothing but the wait', async () => {
    const { project, env, receiver } = await openScene();
    const silent = await startRecorder({ respond: () => () => {} });
    onTestFinished(() => silent.close());
    const run = await project.run(['migrate', 'up', '--drain-timeout', '500'], {
      ...env,
      CONFITURE_WEBHOOK_URL: silent.url,
    });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('2 webhook deliveries are still waiting');
    await project.run(['webhooks', 'deliver'], env);
    expect(eventsAt(receiver)).toEqual(['001_first migration_success', '002_second migration_success']);
  });

  it.each([
    ['webhooks deliver', ['001_first migration_success']],
    ['migrate up', ['001_first migration_success', '002_second migration_success']],
  ])('what a killed run has committed is sent by `%s`', async (command, events) => {
    const { project, env, receiver } = await openScene();
    const run = startCli(['migrate', 'up'], { cwd: project.dir, env: { ...env, STOP_AT: '002' } });
    await until('the second migration', async () =>
      (await project.list()).includes('reached') ? true : undefined,
    );
    await run.stop('SIGKILL');
    expect(receiver.requests).toEqual([]);
    const next = await project.run(command.split(' '), env);
    expect(next.exitCode, next.stderr).toBe(0);
    expect(eventsAt(receiver)).toEqual(events);
  });

  it('nothing is sent, and nothing enters the transaction of a migration, until the last one is done', async () => {
    const inserts = Array.from({ length: 300 }, (_, n) => `insert into second values (${n});`);
    const { project, env, doneAtRequests } = await openScene({
      '002_second': `create table second (n integer);
begin;
${inserts.join('\n')}
do $$ begin assert (select count(*) = 1 from confiture.outbox_records), 'the event was taken'; end $$;
commit;
select 1;`,
    });
    const { exitCode, stderr } = await project.run(['migrate', 'up'], env);
    expect(exitCode, stderr).toBe(0);
    expect(doneAtRequests).toEqual(['001 002 ', '001 002 ']);
  });
});

async function openScene(files: Readonly<Record<string, string>> = {}) {
  const project = await createMigratingProject(
    {},
    { '001_first': 'create table first ();', '002_second': 'create table second ();', ...files },
  );
  await project.write('hooks.mjs', HOOKS);
  await project.write('confiture.config.json', JSON.stringify({ hooks: ['./hooks.mjs'] }));
  const doneAtRequests: string[] = [];
  const receiver = await startRecorder({
    respond: () => {
      doneAtRequests.push(readFileSync(path.join(project.dir, 'done.log'), 'utf8'));
      return 200;
    },
  });
  onTestFinished(() => receiver.close());
  return { project, receiver, doneAtRequests, env: { CONFITURE_WEBHOOK_URL: receiver.url } };
}

function eventsAt({ requests }: Recorder): string[] {
  return requests
    .map(({ body }) => JSON.parse(body.toString('utf8')))
    .map(({ migration, event_type: type }) => `${migration.name} ${type}`)
    .sort();
}
