import { expect, it, test } from 'vitest';
import { type RunningCli, startCli } from '../../support/cli.js';
import { createProject, type TestProject } from '../../support/project.js';
import { createMigratingProject } from '../both-databases.js';
import { until } from '../sessions.js';

const SIGNALS = [
  { signal: 'SIGINT', exitCode: 130, code: 'CANCELLED_INTERRUPT' },
  { signal: 'SIGTERM', exitCode: 143, code: 'CANCELLED_TERMINATE' },
] as const;

/** Nothing listens there: events stay in the database, where they can be looked at. */
const ENDPOINT = {
  CONFITURE_WEBHOOK_URL: 'http://127.0.0.1:9/hooks',
  CONFITURE_WEBHOOK_EVENTS: 'migration.completed,migration.failed,migration.cancelled',
};

/** Says when it has begun, and would go on for days. */
const LONG = `create table half ();
do $$ begin raise warning 'it has begun'; perform pg_sleep(1000000); end $$;`;

function startUp(project: TestProject): RunningCli {
  return startCli(['migrate', 'up', '--format', 'json', '--drain-timeout', '0'], {
    cwd: project.dir,
    env: ENDPOINT,
    timeoutMs: 60_000,
  });
}

async function json(project: TestProject, args: readonly string[]) {
  const { stdout } = await project.run([...args, '--format', 'json'], ENDPOINT);
  return JSON.parse(stdout);
}

test.each(SIGNALS)(
  'ends a long statement on the embedded database at $signal, and stores its event',
  async ({ signal, exitCode, code }) => {
    const project = await createMigratingProject(
      {},
      { '001_first': 'create table first ();', '002_long': LONG, '003_later': 'create table later ();' },
    );
    const run = startUp(project);
    await run.waitFor('it has begun');

    const ended = await run.stop(signal);

    expect(ended.exitCode, ended.stderr).toBe(exitCode);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      success: false,
      applied: [{ version: '001' }],
      errors: [{ code }],
    });
    expect(await project.list('.confiture/spool')).toEqual([]);
    const { deliveries } = await json(project, ['webhooks', 'deliveries']);
    const events = deliveries.map(({ event, migration }: Record<string, string>) => `${migration} ${event}`);
    expect(events.sort()).toEqual(['001_first migration.completed', '002_long migration.cancelled']);
  },
);

it('goes on after a statement was ended, from what was committed', async () => {
  const project = await createMigratingProject(
    {},
    { '001_first': 'create table first ();', '002_long': LONG },
  );
  const run = startUp(project);
  await run.waitFor('it has begun');
  await run.stop('SIGINT');
  await project.migration('002_long', 'create table half ();');

  const next = await project.up();

  expect(next.exitCode, next.stderr).toBe(0);
  expect(next.document.applied.map(({ version }) => version)).toEqual(['002']);
});

it('exits at a second signal without waiting for anything', async () => {
  const project = await createMigratingProject({}, { '001_long': LONG });
  const run = startUp(project);
  await run.waitFor('it has begun');
  process.kill(run.pid, 'SIGINT');

  const { exitCode } = await run.stop('SIGINT');

  expect(exitCode).toBe(130);
});

it('says that it makes the database, and leaves none half made where it is stopped meanwhile', async () => {
  const project = await createProject();
  await project.migration('001_first', 'create table first ();');
  const run = startCli(['migrate', 'up'], { cwd: project.dir, timeoutMs: 60_000 });
  await run.waitFor('Making the embedded database');

  const { exitCode, stderr } = await run.stop('SIGINT');

  expect(exitCode, stderr).toBe(130);
  expect(await project.list('.confiture')).toEqual(['database.lock']);
});

it('draws the time on a terminal while a statement runs', async () => {
  const project = await createMigratingProject({}, { '001_long': LONG });
  const terminal = await project.write(
    'terminal.cjs',
    'process.stdout.isTTY = true; process.stdout.columns = 80; process.stderr.isTTY = true;',
  );
  const run = startCli(['migrate', 'up'], {
    cwd: project.dir,
    env: { NODE_OPTIONS: `--require ${terminal}` },
    timeoutMs: 60_000,
  });
  await run.waitFor('it has begun');
  const drawn = async () => (await run.waitFor('(1 of 1)')).split('(1 of 1)').length;
  const before = await drawn();
  await until('the next drawing', async () => ((await drawn()) > before ? true : undefined));
  expect((await run.stop('SIGINT')).exitCode).toBe(130);
});
