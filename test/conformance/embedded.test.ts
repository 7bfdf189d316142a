import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { connect } from '../../src/database/connect.js';
import type { Connection } from '../../src/database/connection.js';
import { copyEmbeddedDatabase } from '../support/embedded/database.js';
import { describeConnection } from './describe-connection.js';

const home = await mkdtemp(path.join(os.tmpdir(), 'confiture-embedded-'));
afterAll(() => rm(home, { recursive: true, force: true }));

await copyEmbeddedDatabase(path.join(home, 'database'));

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

/** Says that it has begun, and does not end. */
const ENDLESS = "do $$ begin raise warning 'begun'; perform pg_sleep(1000000); end $$";

it('leaves the thread of the command free while a statement runs', async () => {
  const connection = await open();
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 10);
  await connection.run('select pg_sleep(0.5)');
  clearInterval(timer);
  expect(turns).toBeGreaterThan(0);
  await connection.close();
});

it('ends a statement that is cancelled together with its session, and keeps nothing of its transaction', async () => {
  const connection = await open();
  connection.onNotice(() => void connection.cancel());
  await expect(connection.run(`begin; create table half (); ${ENDLESS}; commit`)).rejects.toThrow();
  expect(connection.lost).toBe(true);
  const next = await open();
  expect(await next.query("select to_regclass('half')::text as t")).toEqual([{ t: null }]);
  await Promise.all([connection.close(), next.close()]);
});

it('is not disturbed by a cancel while nothing runs', async () => {
  const connection = await open();
  await connection.cancel();
  expect(await connection.query('select 1 as a')).toEqual([{ a: 1 }]);
  await connection.close();
});

it('ends at a close that a statement would outlast', async () => {
  const connection = await open();
  connection.onNotice(() => void connection.close());
  await expect(connection.run(ENDLESS)).rejects.toThrow();
  await connection.close();
});

it('gives a start up that is aborted, and leaves nothing half made', async () => {
  const stopping = new AbortController();
  const directory = path.join(home, 'aborted');
  const aborted = connect(
    { kind: 'embedded', directory, source: 'test' },
    {
      embeddedWaitMs: 20_000,
      signal: stopping.signal,
      onEmbeddedWait: ({ kind }) => kind === 'making' && stopping.abort(new Error('no longer wanted')),
    },
  );
  await expect(aborted).rejects.toThrow('no longer wanted');
  expect((await readdir(home)).filter((name) => name.startsWith('aborted'))).toEqual(['aborted.lock']);
});
