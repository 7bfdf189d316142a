import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cliPath, type RunningCli, startCli } from '../../support/cli.js';
import { copyEmbeddedDatabase } from '../../support/embedded/database.js';
import { fullDisks } from '../../support/full-disk.js';
import { createProject, type TestProject } from '../../support/project.js';
import { until } from '../sessions.js';

const DATABASE = '.confiture/database';

/** A project whose embedded database is there and empty, with two migrations. */
async function embeddedProject(): Promise<TestProject> {
  const project = await createProject();
  await copyEmbeddedDatabase(path.join(project.dir, DATABASE));
  await project.migration('001_first', 'create table first (id integer); insert into first values (1);', {
    down: 'drop table first;',
  });
  await project.migration('002_second', 'create table second (id integer);', { down: 'drop table second;' });
  return project;
}

async function statesOf(project: TestProject): Promise<Record<string, string>> {
  const { stdout } = await project.run(['migrate', 'status', '--format', 'json']);
  const { migrations } = JSON.parse(stdout) as { migrations: { version: string; state: string }[] };
  return Object.fromEntries(migrations.map(({ version, state }) => [version, state]));
}

/**
 * A run whose hook has been called and never comes back, so that it holds the directory; or, with `goesOn`, one
 * that goes on with the migration.
 */
async function startHookedRun(
  project: TestProject,
  { version, goesOn = false }: { version: string; goesOn?: boolean },
): Promise<RunningCli> {
  await project.write(
    'stop.mjs',
    `import { writeFileSync } from 'node:fs';
import { registerHook } from 'confiture';
registerHook('pre_execute', async ({ migrationVersion }) => {
  if (process.env.STOP_AT !== migrationVersion) return;
  writeFileSync('reached', '');
  if (${!goesOn}) await new Promise((resolve) => setInterval(resolve, 1_000_000));
});
`,
  );
  await project.write('confiture.config.json', JSON.stringify({ hooks: ['./stop.mjs'] }));
  const running = startCli(['migrate', 'up'], { cwd: project.dir, env: { STOP_AT: version } });
  await until('the hook', async () => ((await project.list()).includes('reached') ? true : undefined));
  return running;
}

/** A script that starts the CLI in a network namespace of its own, where this user may make one. */
async function isolatedCli(project: TestProject): Promise<string> {
  const isolate = spawnSync('unshare', ['--net', 'true']).status === 0 ? ['unshare', '--net'] : ['env'];
  return project.write(
    'isolated.cjs',
    `const { spawnSync } = require('node:child_process');
const [command, ...args] = ${JSON.stringify([...isolate, process.execPath, cliPath])};
process.exitCode = spawnSync(command, [...args, ...process.argv.slice(2)], { stdio: 'inherit' }).status;
`,
  );
}

describe('the embedded database', () => {
  it('is made by the first run and used by the next', async () => {
    const project = await createProject();
    await project.migration('001_first', 'create table first ();');
    const first = await project.run(['migrate', 'up']);
    expect(first.exitCode, first.stderr).toBe(0);
    expect(first.stdout).toMatch(/embedded/);
    expect(await project.list()).toEqual(['.confiture', 'db']);
    const second = await project.run(['migrate', 'up']);
    expect(second.stdout).toContain('Nothing to do: the database is at 001_first.');
  });

  it('takes up, down, status and current', async () => {
    const project = await embeddedProject();
    expect((await project.run(['migrate', 'status'])).exitCode).toBe(2);
    expect((await project.run(['migrate', 'up'])).exitCode).toBe(0);
    expect(await statesOf(project)).toEqual({ '001': 'applied', '002': 'applied' });
    expect((await project.run(['migrate', 'down'])).exitCode).toBe(0);
    expect((await project.run(['migrate', 'status'])).exitCode).toBe(1);
    expect((await project.run(['migrate', 'current'])).stdout).toContain('001_first');
  });

  it('keeps nothing of a migration that fails, and what came before it', async () => {
    const project = await embeddedProject();
    await project.migration('002_second', 'create table second ();\ninsert into first (nme) values (1);');
    const { exitCode, stderr } = await project.run(['migrate', 'up']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/002_second failed: column "nme" of relation "first" does not exist/);
    expect(stderr).toContain('002_second.up.sql:2:20');
    expect(await statesOf(project)).toEqual({ '001': 'applied', '002': 'pending' });
    await project.migration('002_second', 'create table second ();');
    expect((await project.run(['migrate', 'up'])).exitCode).toBe(0);
  });

  it('gives one JSON document for a failure', async () => {
    const project = await embeddedProject();
    await project.migration('002_second', 'select 1 / 0;');
    const { exitCode, stdout } = await project.run(['migrate', 'up', '--format', 'json']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      success: false,
      applied: [{ version: '001' }],
      errors: [{ code: 'MIGRATION_FAILED', sqlstate: '22012' }],
    });
  });

  it.each([
    ['text', 'copy second from program', []],
    ['json', 'copy (select 1) to program', ['--format', 'json']],
  ])('names a crash of its engine, with exit 3, and goes on from there (%s)', async (format, copy, flags) => {
    const project = await embeddedProject();
    await project.migration('002_second', `create table second (id integer); ${copy} 'true';`);
    const { exitCode, stdout, stderr } = await project.run(['migrate', 'up', ...flags]);
    expect(exitCode).toBe(3);
    const message = 'the embedded database crashed while 002_second was running';
    const advice = expect.stringMatching(/^It was not recorded\..* Where it crashes again, .*--database-url/);
    expect(stderr).toContain(`Error: ${message}`);
    if (format === 'json')
      expect(JSON.parse(stdout)).toMatchObject({
        applied: [{ version: '001' }],
        error: { code: 'CONNECT_LOST', message, actionable: advice, migration: '002_second' },
      });
    expect(await statesOf(project)).toEqual({ '001': 'applied', '002': 'pending' });
    await project.migration('002_second', 'create table second (id integer);');
    expect((await project.run(['migrate', 'up'])).exitCode).toBe(0);
  });

  it('is used where a URL names it, in CI too', async () => {
    const project = await embeddedProject();
    const { exitCode, stderr } = await project.run(
      ['migrate', 'up', '--database-url', `pglite:${DATABASE}`],
      {
        CI: 'true',
      },
    );
    expect(exitCode, stderr).toBe(0);
  });

  it.each([
    ['text', []],
    ['json', ['--format', 'json']],
  ] as const)(
    'is refused to a second process with exit 6 while a first has it (%s)',
    async (format, flags) => {
      const project = await embeddedProject();
      const first = await startHookedRun(project, { version: '001' });
      const { exitCode, stdout, stderr } = await project.run([
        'migrate',
        'up',
        '--lock-timeout',
        '50',
        ...flags,
      ]);
      expect(exitCode).toBe(6);
      const words = /embedded database .*database is in use by another process/;
      if (format === 'json') {
        expect(JSON.parse(stdout)).toMatchObject({
          ok: false,
          error: { code: 'EMBEDDED_IN_USE', message: expect.stringMatching(words), exit_code: 6 },
        });
      } else {
        expect(stderr).toMatch(words);
        expect(stderr).toMatch(/Wait until the other confiture command has ended/);
      }
      await first.stop('SIGKILL');
    },
  );

  it('is refused to a process that shares the folder and nothing else, as a container does', async () => {
    const project = await embeddedProject();
    const first = await startHookedRun(project, { version: '001' });
    const cli = await isolatedCli(project);
    const second = startCli(['migrate', 'up', '--lock-timeout', '50'], { cwd: project.dir, cli });
    const { exitCode, stderr } = await second.ended;
    expect(exitCode, stderr).toBe(6);
    await first.stop('SIGKILL');
  });

  it('is waited for by a second process', async () => {
    const project = await embeddedProject();
    const first = await startHookedRun(project, { version: '001' });
    const second = startCli(['migrate', 'up', '--lock-timeout', '20000'], { cwd: project.dir });
    await first.stop('SIGKILL');
    const { exitCode, stderr } = await second.ended;
    expect(exitCode, stderr).toBe(0);
    expect(await statesOf(project)).toEqual({ '001': 'applied', '002': 'applied' });
  });

  it('is usable after a run was killed in the middle of a migration', async () => {
    const project = await embeddedProject();
    await project.migration('003_endless', 'create table endless (); select pg_sleep(1000000);');
    const running = await startHookedRun(project, { version: '003', goesOn: true });
    await running.stop('SIGKILL');
    await project.migration('003_endless', 'create table endless ();');
    expect(await statesOf(project)).toEqual({ '001': 'applied', '002': 'applied', '003': 'pending' });
    expect((await project.run(['migrate', 'up'])).exitCode).toBe(0);
  });

  it('is made anew after a run was killed while making it', async () => {
    const project = await createProject();
    await project.migration('001_first', 'create table first ();');
    const running = startCli(['migrate', 'up'], { cwd: project.dir });
    await until('the beginning of a database', async () =>
      (await project.list('.confiture')).length > 0 ? true : undefined,
    );
    await running.stop('SIGKILL');
    const { exitCode, stderr } = await project.run(['migrate', 'up']);
    expect(exitCode, stderr).toBe(0);
  });

  it.each(fullDisks())(
    'cannot be made on $title, says so, and leaves nothing half made',
    async ({ open }) => {
      const project = await createProject();
      await project.migration('001_first', 'create table first ();');
      const disk = await open(path.join(project.dir, '.confiture'));
      await disk.fill();
      const run = startCli(['migrate', 'up'], { cwd: project.dir, cli: disk.cli() });
      const { exitCode, stderr } = await run.ended;
      expect(exitCode).toBe(3);
      expect(stderr).toMatch(/embedded database .* cannot be made: (there is no room|the engine failed)/);
      const left = await project.list('.confiture');
      expect(left.filter((name) => name !== 'ballast' && name !== 'database.lock')).toEqual([]);
    },
  );

  it('says what to do where its files are broken', async () => {
    const project = await createProject({ files: { [DATABASE]: 'this is no folder' } });
    await project.migration('001_first', 'create table first ();');
    const { exitCode, stderr } = await project.run(['migrate', 'up']);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/embedded database .*cannot be opened/);
    expect(stderr).toMatch(/Next: .*can be deleted/);
  });
});
