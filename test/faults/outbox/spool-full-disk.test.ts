import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { backendRunning } from '../../e2e/sessions.js';
import { type CliResult, startCli } from '../../support/cli.js';
import { createDatabase, onServer } from '../../support/database.js';
import { fullDisks } from '../../support/full-disk.js';
import { startServer, type TestServer } from '../../support/postgres-server.js';
import { createProject } from '../../support/project.js';
import { startRecorder } from '../../support/receiver.js';

const SPOOL = '.confiture/spool';
const UP = ['migrate', 'up', '--drain-timeout', '100'];
/** Sends its commit after all files, so that a server that goes away before has committed nothing. */
const UP_AS_ONE = [...UP, '--single-transaction'];

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});

afterAll(() => server.stop());

describe.each(fullDisks().map((disk) => [disk.title, disk] as const))('with %s', (_, disk) => {
  it.each([
    [3, 'a run whose server was stopped', runWithoutServer],
    [1, 'a migration that closed the database to others', runThatClosesTheDoor],
  ] as const)(
    'keeps exit %i of %s, names the lost event and leaves no part of it',
    async (exitCode, _, fail) => {
      const scene = await openScene();
      const { fill, cli } = await disk.open(scene.folder);
      await fill();
      const run = await fail(scene, cli());
      expect(run.exitCode, run.stderr).toBe(exitCode);
      expect(run.stderr).toContain(
        'migration.failed of 001_step is lost to audit, default: it could not be stored in the database (',
      );
      expect(run.stderr).toContain(`${SPOOL} cannot be written (${disk.fault}`);
      expect(run.stderr).toMatch(/Error: .*001_step/);
      expect(await scene.project.list(SPOOL)).toEqual([]);
    },
  );

  it('keeps an event from before, and the next command that has the database sends it once', async () => {
    const scene = await openScene();
    const { project, receiver, env } = scene;
    const { fill, free, cli } = await disk.open(scene.folder);
    await runWithoutServer(scene, cli());
    const [kept = ''] = await project.list(SPOOL);
    await fill();
    const lost = await runWithoutServer(scene, cli());
    expect(lost.stderr).toContain('is lost to');
    expect(await project.list(SPOOL)).toEqual([kept]);
    await free();
    const passes = [
      await project.run(['webhooks', 'deliver'], env),
      await project.run(['webhooks', 'deliver'], env),
    ];
    expect(passes.map(({ stdout }) => stdout.split('\n').slice(1))).toEqual([
      ['2 events delivered.', ''],
      ['Nothing is due.', ''],
    ]);
    expect(receiver.requests.map(({ headers }) => `${headers['webhook-id']}.json`)).toEqual([kept, kept]);
    expect(receiver.requests.map(({ path }) => path).sort()).toEqual(['/audit', '/default']);
    expect(await project.list(SPOOL)).toEqual([]);
  });
});

type Scene = Awaited<ReturnType<typeof openScene>>;

async function openScene() {
  const [project, database] = [await createProject(), await createDatabase(server.url)];
  const receiver = await startRecorder();
  onTestFinished(() => receiver.close());
  const env = {
    DATABASE_URL: database.url,
    CONFITURE_WEBHOOK_URL: `${receiver.url}default`,
    CONFITURE_WEBHOOK_AUDIT_URL: `${receiver.url}audit`,
  };
  return { project, database, receiver, env, folder: path.join(project.dir, '.confiture') };
}

/** The server is stopped in the middle of the migration, and there again when the run has ended. */
async function runWithoutServer({ project, database, env }: Scene, cli: string): Promise<CliResult> {
  await project.migration('001_step', 'select pg_sleep(60)');
  const run = startCli(UP_AS_ONE, { cwd: project.dir, env, cli });
  await backendRunning(database, 'pg_sleep');
  await server.crash();
  try {
    return await run.ended;
  } finally {
    await server.restart();
  }
}

/** The migration's own session goes on and fails by itself; there is no other one until the run has ended. */
async function runThatClosesTheDoor({ project, database, env }: Scene, cli: string): Promise<CliResult> {
  const set = (isOpen: boolean) =>
    `update pg_database set datallowconn = ${isOpen} where datname = '${database.name}';`;
  await project.migration('001_step', `-- confiture: no-transaction\n${set(false)}\nselect 1 / 0;`);
  const run = await startCli(UP, { cwd: project.dir, env, cli }).ended;
  await onServer(`${server.url}/postgres`, (client) => client.query(set(true)));
  return run;
}
