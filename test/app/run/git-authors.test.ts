import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { authorsOf } from '../../../src/app/run/git-authors.js';

async function folder(): Promise<string> {
  const dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'confiture-authors-')));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await mkdir(path.join(dir, 'db/migrations'), { recursive: true });
  return dir;
}

async function commit(dir: string, file: string, text: string, author: string): Promise<void> {
  await writeFile(path.join(dir, 'db/migrations', file), text);
  const git = (...args: string[]) => execFileSync('git', ['-C', dir, ...args], { stdio: 'pipe' });
  git('init', '--quiet');
  git('add', '--all');
  const identity = ['-c', `user.name=${author} Example`, '-c', `user.email=${author}@example.com`];
  git(...identity, 'commit', '--quiet', '--no-gpg-sign', '-m', 'A change');
}

const places = (dir: string) => ({ workingDir: dir, migrationsDir: path.join(dir, 'db/migrations') });

it('names the last author of each file, and no earlier one', async () => {
  const dir = await folder();
  await commit(dir, '001_a.up.sql', '1', 'ann');
  await commit(dir, '002_b.up.sql', '1', 'ben');
  await commit(dir, '001_a.up.sql', '2', 'cid');
  await commit(dir, '003_c.up.sql', '1', 'dan');
  const files = ['db/migrations/001_a.up.sql', 'db/migrations/002_b.up.sql'];
  expect(await authorsOf(files, places(dir))).toEqual([
    'cid Example',
    'cid@example.com',
    'ben Example',
    'ben@example.com',
  ]);
});

it('names nobody where there is no repository, or no commit of the file', async () => {
  const dir = await folder();
  expect(await authorsOf(['db/migrations/001_a.up.sql'], places(dir))).toEqual([]);
  await commit(dir, '001_a.up.sql', '1', 'ann');
  expect(await authorsOf(['db/migrations/002_b.up.sql'], places(dir))).toEqual([]);
});
