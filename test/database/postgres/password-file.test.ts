import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findPassword, passwordFromFile } from '../../../src/database/postgres/password-file.js';

const login = { host: 'h.example', port: 5432, database: 'shop', user: 'me' };

it.each([
  ['h.example:5432:shop:me:invented', 'invented'],
  ['*:*:*:*:invented', 'invented'],
  ['# a comment\nother:*:*:*:no\nh.example:*:*:me:first\n*:*:*:*:second', 'first'],
  ['*:*:*:*:with\\:colon\\\\and backslash', 'with:colon\\and backslash'],
  ['h.example:5433:shop:me:no', null],
  ['h.example:5432:shop', null],
  ['', null],
])('reads %j', (text, password) => {
  expect(findPassword(text, login)).toBe(password);
});

it('takes a socket for localhost', () => {
  expect(findPassword('localhost:*:*:*:invented', { ...login, host: '/run/pg' })).toBe('invented');
});

it('ignores a file that others can read, and says so', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'confiture-pgpass-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'pgpass');
  await writeFile(file, '*:*:*:*:invented', { mode: 0o600 });
  expect(await passwordFromFile(login, file)).toBe('invented');
  await chmod(file, 0o644);
  await expect(passwordFromFile(login, file)).rejects.toMatchObject({ fileIgnored: true });
  await expect(passwordFromFile(login, `${file}-missing`)).rejects.toMatchObject({ fileIgnored: false });
});
