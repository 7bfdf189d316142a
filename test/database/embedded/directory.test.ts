import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ENGINE_MAJOR, prepareDirectory } from '../../../src/database/embedded/directory.js';

async function place(): Promise<string> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'confiture-directory-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  return path.join(home, 'database');
}

/** As the engine makes it: open to everybody. */
async function makeOpen(directory: string): Promise<void> {
  await mkdir(path.join(directory, 'base'), { recursive: true });
  for (const name of ['PG_VERSION', 'base/1']) {
    await writeFile(path.join(directory, name), ENGINE_MAJOR);
    await chmod(path.join(directory, name), 0o666);
  }
  await chmod(directory, 0o755);
}

async function modesOf(directory: string): Promise<Record<string, string>> {
  const names = ['.', ...(await readdir(directory, { recursive: true })).sort()];
  const modes = await Promise.all(names.map(async (name) => (await stat(path.join(directory, name))).mode));
  return Object.fromEntries(names.map((name, at) => [name, ((modes[at] ?? 0) & 0o777).toString(8)]));
}

const OWN = { '.': '700', PG_VERSION: '600', base: '700', 'base/1': '600' };

it('makes a database that only its owner can read', async () => {
  const directory = await place();
  await prepareDirectory(directory, makeOpen);
  expect(await modesOf(directory)).toEqual(OWN);
});

it('closes a database that others could read', async () => {
  const directory = await place();
  await makeOpen(directory);
  await prepareDirectory(directory, () => Promise.reject(new Error('it is there')));
  expect(await modesOf(directory)).toEqual(OWN);
});

it('leaves nothing of a database that could not be made', async () => {
  const directory = await place();
  const failed = prepareDirectory(directory, async (unfinished) => {
    await makeOpen(unfinished);
    throw new Error('no room');
  });
  await expect(failed).rejects.toThrow('no room');
  expect(await readdir(path.dirname(directory))).toEqual([]);
});
