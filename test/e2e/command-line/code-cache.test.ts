import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { cliPath, runCli } from '../../support/cli.js';
import { createDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';

/** The launcher and the files it loads. */
async function programs(): Promise<string[]> {
  return (await readdir(path.dirname(cliPath))).filter((name) => name.endsWith('.cjs'));
}

/**
 * The built command line in a folder of the test's own, where its packages are still found; `room` is a command for
 * the shell that starts it.
 */
async function installation({ room }: { readonly room?: string } = {}) {
  await mkdir('node_modules/.cache', { recursive: true });
  const home = await mkdtemp(path.resolve('node_modules/.cache/confiture-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  for (const name of await programs())
    await cp(path.join(path.dirname(cliPath), name), path.join(home, name));
  const project = await createProject();
  await project.migration('001_first', 'select 1');
  const database = await createDatabase();
  const cli = path.join(home, 'confiture.cjs');
  const limited = path.join(home, 'limited.cjs');
  await writeFile(
    limited,
    `const { spawnSync } = require('node:child_process');
const command = ['-c', '${room ?? ':'}; exec "$@"', 'sh', process.execPath, ${JSON.stringify(cli)}];
process.exitCode = spawnSync('sh', [...command, ...process.argv.slice(2)], { stdio: 'inherit' }).status;
`,
  );
  const run = (args: readonly string[], variables = {}) =>
    runCli(args, {
      cwd: project.dir,
      env: { DATABASE_URL: database.url, ...variables },
      cli: room === undefined ? cli : limited,
    });
  return { run, up: () => run(['migrate', 'up']), cache: path.join(home, 'cache') };
}

/** Files of which something compiled is kept, without their versions. */
async function keptOf(cache: string): Promise<string[]> {
  return (await readdir(cache)).map((name) => name.slice(0, name.indexOf('-'))).sort();
}

const TAKES = `
  const { readFileSync } = require('node:fs');
  const [source, cachedData] = process.argv.slice(1).map((file) => readFileSync(file));
  const script = new (require('node:vm').Script)(source.toString('latin1'), { cachedData });
  console.log(script.cachedDataRejected);`;

/** Whether a new process takes what lies in the folder for the compiled form of the program. */
async function isTaken(cache: string): Promise<boolean> {
  const [name = ''] = await readdir(cache);
  const files = [path.join(cache, '../run.cjs'), path.join(cache, name)];
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', TAKES, ...files]);
  return stdout.trim() === 'false';
}

it('leaves what was compiled to the next process, which does the same with it', async () => {
  const { up, run, cache } = await installation();
  expect(await up()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Applied 1 migration') });
  const [name = '', ...more] = await readdir(cache);
  expect(more, 'it reads no other part').toEqual([]);
  expect(name).toMatch(new RegExp(`^run-[0-9a-f]{16}-${process.version}-\\d+$`));
  expect(await isTaken(cache), 'V8 takes it, though the parser ran with flags of its own').toBe(true);
  const before = await stat(path.join(cache, name));
  expect(await up()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Nothing to do') });
  expect((await stat(path.join(cache, name))).mtimeMs, 'it is written once').toBe(before.mtimeMs);
  expect(await run(['migrate', 'status'])).toMatchObject({ exitCode: 0 });
  expect(await keptOf(cache), 'nor does `migrate status`').toEqual(['run']);
});

it('leaves what was compiled of knex after a command that lists deliveries, which `migrate up` does not load', async () => {
  const { run, cache } = await installation();
  const webhook = { CONFITURE_WEBHOOK_URL: 'http://127.0.0.1:9/' };
  expect(await run(['migrate', 'up', '--drain-timeout', '0'], webhook)).toMatchObject({ exitCode: 0 });
  expect(await keptOf(cache)).toEqual(['run', 'sending']);
  for (const _ of ['compiled', 'from the cache']) {
    const { exitCode, stdout, stderr } = await run(['webhooks', 'deliveries'], webhook);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('001_first');
    expect(await keptOf(cache)).toEqual(['knex', 'rest', 'run', 'sending']);
  }
});

it.each<[string, (file: string) => Promise<void>]>([
  ['is cut short', (file) => truncate(file, 1_000)],
  ['is empty', (file) => truncate(file, 0)],
  ['is something else', (file) => writeFile(file, 'no code'.repeat(1_000))],
])('goes on without a cache that %s, and makes it anew', async (_, damage) => {
  const { up, cache } = await installation();
  await up();
  const [name = ''] = await readdir(cache);
  await damage(path.join(cache, name));
  expect(await up()).toMatchObject({
    exitCode: 0,
    stderr: '',
    stdout: expect.stringContaining('Nothing to do'),
  });
  expect(await isTaken(cache)).toBe(true);
});

it('holds programs in ASCII alone, which are read without being decoded', async () => {
  const { cache } = await installation();
  for (const name of await programs()) {
    const bytes = await readFile(path.join(cache, '..', name));
    expect(
      bytes.findIndex((byte) => byte > 0x7f),
      name,
    ).toBe(-1);
  }
});

it('says nothing where there is no place for the cache', async () => {
  const { up, cache } = await installation();
  await writeFile(cache, 'a file where the folder would be');
  expect(await up()).toMatchObject({ exitCode: 0, stderr: '' });
});

it('leaves no part of a cache where there is no room for it', async () => {
  const { up, cache } = await installation({ room: 'ulimit -f 8' });
  expect(await up()).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await readdir(cache)).toEqual([]);
});

it('the part that each command reads as a whole holds no white space for readers', async () => {
  const lines = (await readFile('dist/bin/run.cjs', 'latin1')).split('\n');
  // The rest of it stands in texts, most of them SQL.
  expect(lines.filter((line) => /^ {2}/.test(line)).length / lines.length).toBeLessThan(0.3);
  expect(lines.length).toBeGreaterThan(5_000);
});
