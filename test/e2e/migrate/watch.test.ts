import { describe, expect, inject, it } from 'vitest';
import { startCli } from '../../support/cli.js';
import { createDatabase, onServer, type TestDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { startProxy } from '../../support/proxy.js';
import { backendRunning, openSession, until } from '../sessions.js';

const WATCH = 'confiture watch';

describe('a migration that waits for a lock', () => {
  it('is shown with the session that blocks it, once, and without what that session runs', async () => {
    const { database, start } = await setUp('alter table parts add column name text');
    const blocker = await openSession(database);
    const { rows } = await blocker.query<{ pid: number }>('select pg_backend_pid() as pid');
    await blocker.query("begin; lock table parts; select 'an-invented-secret'");
    const run = start();
    await run.waitFor('002_change waits for a lock of process');
    await looksOfTheWatch(database, 3);
    await blocker.query('commit');

    const { exitCode, stdout, stderr } = await run.ended;

    expect(exitCode).toBe(0);
    const lines = stdout.split('\n').filter((line) => line.includes('waits for a lock'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      new RegExp(
        `^002_change waits for a lock of process ${rows[0]?.pid}, user confiture_test, night-watch, from 127\\.0\\.0\\.1, idle in transaction for [\\d.]+ m?s$`,
      ),
    );
    expect(stdout + stderr).not.toContain('an-invented-secret');
  });

  it('is shown before lock_timeout ends the first try', async () => {
    const { database, start } = await setUp('alter table parts add column name text');
    const blocker = await openSession(database);
    await blocker.query('begin; lock table parts');
    const run = start();

    const stdout = await run.waitFor('trying again');
    await blocker.query('commit');

    expect(stdout).toContain('waits for a lock of process');
    expect((await run.ended).exitCode).toBe(0);
  });

  it('is shown again where another session blocks it next', async () => {
    const { database, start } = await setUp('lock table parts; lock table notes');
    const [first, second] = [await openSession(database), await openSession(database)];
    await first.query("set application_name = 'the first'; begin; lock table parts");
    await second.query("set application_name = 'the second'; begin; lock table notes");
    const run = start();
    await run.waitFor('the first');
    await first.query('commit');
    await run.waitFor('the second');
    await second.query('commit');

    expect((await run.ended).exitCode).toBe(0);
  });

  it('is told on stderr with --format json', async () => {
    const { database, start } = await setUp('alter table parts add column name text');
    const blocker = await openSession(database);
    await blocker.query('begin; lock table parts');
    const run = start('--format', 'json');
    await run.waitFor('waits for a lock of process');
    await blocker.query('commit');

    const { stdout, stderr } = await run.ended;

    expect(stderr).toMatch(/^Blocked: the migration waits for a lock of process \d+/m);
    expect(JSON.parse(stdout)).toMatchObject({ success: true });
  });

  it('is shown while down waits as well', async () => {
    const { database, project, start } = await setUp('alter table parts add column name text');
    await project.write('db/migrations/002_change.down.sql', 'alter table parts drop column name');
    expect((await start().ended).exitCode).toBe(0);
    const blocker = await openSession(database);
    await blocker.query('begin; lock table parts');
    const run = startCli(['migrate', 'down', '--database-url', database.url], { cwd: project.dir });
    await run.waitFor('002_change waits for a lock of process');
    await blocker.query('commit');

    expect((await run.ended).exitCode).toBe(0);
  });
});

describe('the session that watches', () => {
  it('holds nothing open between its looks, and is gone with the run', async () => {
    const { database, start } = await setUp('lock table parts; select 1 from notes for update');
    await database.query('insert into notes values (1)');
    const blocker = await openSession(database);
    await blocker.query('begin; select from notes for update');
    const run = start();
    await run.waitFor('waits for a lock');
    const [watch] = await database.query(
      `select state, xact_start, (select count(*)::integer from pg_locks l where l.pid = a.pid) as locks
      from pg_stat_activity a where application_name = '${WATCH}' and state = 'idle'`,
    );
    await blocker.query('commit');
    await run.ended;

    expect(watch).toEqual({ state: 'idle', xact_start: null, locks: 0 });
    await until('the end of the watch', async () => ((await watches(database)) === 0 ? true : undefined));
  });

  it('is not opened by a run whose migrations are quick', async () => {
    const { database, project } = await setUp('select 1');
    const proxy = await startProxy(inject('postgresUrl'));
    for (let version = 3; version <= 30; version += 1)
      await project.migration(`${String(version).padStart(3, '0')}_quick`, 'select 1');

    const { exitCode } = await project.run([
      'migrate',
      'up',
      '--database-url',
      `${proxy.url}/${database.name}`,
    ]);

    expect({ exitCode, connections: proxy.connections() }).toEqual({ exitCode: 0, connections: 1 });
  });

  it('costs the run nothing where it cannot be opened or is ended', async () => {
    const { database, start } = await setUp('alter table parts add column name text');
    const blocker = await openSession(database);
    await blocker.query('begin; lock table parts');
    const run = start();
    await backendRunning(database, 'add column name');
    await onServer(`${inject('postgresUrl')}/postgres`, async (client) => {
      await client.query(`alter database ${database.name} allow_connections false`);
      await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = '${WATCH}' and datname = '${database.name}'`,
      );
    });
    await run.waitFor('trying again');
    await blocker.query('commit');

    const { exitCode, stderr } = await run.ended;

    expect(exitCode).toBe(0);
    const others = stderr.split('\n').filter((line) => line !== '' && !line.includes('trying again'));
    expect(others).toEqual([]);
  });
});

async function setUp(sql: string) {
  const database = await createDatabase();
  const project = await createProject();
  await project.migration('001_tables', 'create table parts (id integer); create table notes (id integer)');
  const start = (...flags: string[]) =>
    startCli(['migrate', 'up', '--database-url', database.url, ...flags], { cwd: project.dir });
  await start().ended;
  await project.migration('002_change', sql);
  return { database, project, start };
}

async function watches(database: TestDatabase): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `select count(*)::integer as count from pg_stat_activity
    where datname = current_database() and application_name = '${WATCH}'`,
  );
  return row?.count ?? 0;
}

/** Resolves when the watch has looked `count` times more. */
async function looksOfTheWatch(database: TestDatabase, count: number): Promise<void> {
  let last: string | undefined;
  let seen = 0;
  await until('a further look', async () => {
    const [row] = await database.query<{ at: string }>(
      `select query_start::text as at from pg_stat_activity
      where application_name = '${WATCH}' and datname = current_database()`,
    );
    if (row && row.at !== last) seen += 1;
    last = row?.at;
    return seen > count ? true : undefined;
  });
}
