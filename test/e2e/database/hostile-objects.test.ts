import { expect, it } from 'vitest';
import { startCli } from '../../support/cli.js';
import { createDatabase } from '../../support/database.js';
import { plantHostileObjects, wasHostileObjectCalled } from '../../support/hostile-objects.js';
import { createProject } from '../../support/project.js';
import { startRecorder } from '../../support/receiver.js';

it('no command calls what other roles have planted under the names that own SQL uses', async () => {
  const { project, database, env } = await setUp();
  const run = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await project.run(args, env);
    expect(await wasHostileObjectCalled(database), `confiture ${args.join(' ')}\n${stdout}\n${stderr}`).toBe(
      false,
    );
    return { exitCode, stdout };
  };

  const planned = await run('migrate', 'plan', '--format', 'json');
  const { hash } = JSON.parse(planned.stdout);
  expect(await run('migrate', 'up', '--plan', hash)).toMatchObject({ exitCode: 0 });
  expect(await run('migrate', 'up')).toMatchObject({ exitCode: 0 });
  expect(await run('migrate', 'status')).toMatchObject({ exitCode: 0 });
  expect(await run('migrate', 'current')).toMatchObject({ exitCode: 0 });
  expect(await run('migrate', 'verify')).toMatchObject({ exitCode: 0 });
  expect(await run('migrate', 'down')).toMatchObject({ exitCode: 0 });
  expect(await run('migrate', 'up', '--target', '004')).toMatchObject({ exitCode: 0 });
  expect(await run('migrate', 'down-to', '003')).toMatchObject({ exitCode: 0 });
  expect(await run('migrate', 'baseline', '--target', '004')).toMatchObject({ exitCode: 0 });
  await project.migration(
    '005_wrong',
    '-- confiture: no-transaction\ncreate table app.five (); create table app.five ();',
  );
  expect(await run('migrate', 'up')).toMatchObject({ exitCode: 1 });
  expect(await run('migrate', 'resolve', '005', '--forget')).toMatchObject({ exitCode: 0 });
  await project.migration('005_wrong', 'create table app.six ()');
  expect(await run('migrate', 'up', '--single-transaction')).toMatchObject({ exitCode: 0 });
  await project.migration('005_wrong', 'create table app.seven ()');
  expect(await run('migrate', 'verify', '--fix')).toMatchObject({ exitCode: 0 });
  await run('doctor');

  expect(await run('webhooks', 'list')).toMatchObject({ exitCode: 0 });
  const { stdout } = await run('webhooks', 'deliveries', '--format', 'json');
  const id: string = JSON.parse(stdout).deliveries[0].id;
  expect(await run('webhooks', 'show', id)).toMatchObject({ exitCode: 0 });
  expect(await run('webhooks', 'show', 'default')).toMatchObject({ exitCode: 0 });
  const chosen = ['--endpoint', 'default', '--type', 'migration.*', '--migration', '005', '--since', '1h'];
  expect(await run('webhooks', 'retry', id)).toMatchObject({ exitCode: 0 });
  expect(await run('webhooks', 'discard', id)).toMatchObject({ exitCode: 0 });
  expect(await run('webhooks', 'deliveries', ...chosen, '--status', 'none')).toMatchObject({ exitCode: 0 });
  expect(await run('webhooks', 'deliveries', ...chosen, '--status', '2xx')).toMatchObject({ exitCode: 0 });
  for (const how of [['--dry-run'], []]) {
    for (const action of [
      ['retry', '--failed'],
      ['retry', '--state', 'discarded'],
      ['discard', '--state', 'waiting'],
      ['retry', '--state', 'discarded'],
    ]) {
      expect(await run('webhooks', ...action, ...chosen, ...how)).toMatchObject({ exitCode: 0 });
    }
  }
  expect(await run('webhooks', 'enable', 'default')).toMatchObject({ exitCode: 0 });
  expect(await run('webhooks', 'deliver')).toMatchObject({ exitCode: 0 });
  expect(await run('webhooks', 'prune', '--days', '0')).toMatchObject({ exitCode: 0 });
  const worker = startCli(['worker'], { cwd: project.dir, env });
  await worker.waitFor('Sending what is due');
  await worker.stop();
  expect(await wasHostileObjectCalled(database)).toBe(false);
});

it('the planted objects are called by what is not bound', async () => {
  const { database } = await setUp();
  await expect(database.query("select 1 where 'a'::varchar = 'b'::varchar")).rejects.toThrow('hostile');
  await expect(database.query('select now()')).rejects.toThrow('hostile');
  expect(await wasHostileObjectCalled(database)).toBe(true);
});

async function setUp() {
  const database = await createDatabase();
  await database.query('create schema app');
  await plantHostileObjects(database);
  const receiver = await startRecorder();
  const project = await createProject();
  await project.migration('001_first', 'create table app.first (a integer)', {
    down: 'drop table app.first',
    verify: 'select true',
  });
  await project.migration(
    '002_second',
    'set transaction isolation level serializable; create table app.second ()',
  );
  await project.migration('003_third', 'create index concurrently first_a on app.first (a)');
  await project.migration(
    '004_fourth',
    'begin; create table app.fourth (); commit; create table app.fifth ()',
    {
      down: 'drop table app.fourth; drop table app.fifth',
    },
  );
  const env = { CONFITURE_DATABASE_URL: database.url, CONFITURE_WEBHOOK_URL: receiver.url };
  return { project, database, env, receiver };
}
