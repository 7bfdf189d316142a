import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { connect } from '../../src/database/connect.js';
import type { Connection } from '../../src/database/connection.js';
import { describeConnection } from './describe-connection.js';

const home = await mkdtemp(path.join(os.tmpdir(), 'confiture-embedded-'));
afterAll(() => rm(home, { recursive: true, force: true }));

const open = (name = 'database'): Promise<Connection> =>
  connect({ kind: 'embedded', directory: path.join(home, name), source: 'test' }, { embeddedWaitMs: 20_000 });

describeConnection('the embedded database', async () => ({ open, secret: 'it-has-no-password' }));

it.each([
  [
    'an endless recursion',
    'create or replace function f() returns int language plpgsql as $$ begin return f(); end $$; select f()',
  ],
  ['a program to start', "create table if not exists t (a text); copy t from program 'true'"],
])('survives %s: what is in flight rejects, and the next session works', async (_fault, text) => {
  const connection = await open();
  await connection.run('create table if not exists kept (a int)');
  const answers = await Promise.allSettled([connection.run(text), connection.query('select 1')]);
  expect(answers[0]?.status).toBe('rejected');
  await connection.close();
  const next = await open();
  expect(await next.query("select to_regclass('public.kept')::text as t")).toEqual([{ t: 'public.kept' }]);
  await next.close();
});

it('keeps what was committed', async () => {
  const first = await open('kept');
  await first.run('create table t (a int); insert into t values (1)');
  await first.close();
  const second = await open('kept');
  expect(await second.query('select a from public.t')).toEqual([{ a: 1 }]);
  expect(second.serverVersion).toBeGreaterThanOrEqual(180_000);
  await second.close();
});
