import { describe, expect, it } from 'vitest';
import { createDatabase, onServer, type TestDatabase } from '../../support/database.js';
import { type PoolingOptions, startPoolingProxy } from '../../support/pooling-proxy.js';
import { createProject } from '../../support/project.js';

describe('behind a pooler in transaction mode', () => {
  it.each([1, 4])('refuses to migrate, with %i server connections to share', async (servers) => {
    const { database, up } = await setUp({ mode: 'transaction', servers });

    const { exitCode, stdout } = await up();

    expect(exitCode).toBe(3);
    const { error } = JSON.parse(stdout);
    expect(error).toMatchObject({ code: 'CONNECT_POOLED', exit_code: 3 });
    expect(error.actionable).toContain("server's direct URL");
    expect(await tablesOf(database)).toEqual([]);
  });

  it.each(['up', 'down'])('refuses a dry run of %s as it refuses the run', async (command) => {
    const { project, database, proxy } = await setUp({ mode: 'transaction', servers: 2 });
    await project.run(['migrate', 'up', '--database-url', database.url]);

    const { exitCode, stderr } = await project.run([
      'migrate',
      command,
      '--dry-run',
      '--database-url',
      proxy.url,
    ]);

    expect(exitCode).toBe(3);
    expect(stderr).toContain('is a pooler in transaction mode');
  });

  it('leaves neither a lock nor a setting on the connections of others', async () => {
    const { database, up, proxy } = await setUp({ mode: 'transaction', servers: 2 });
    await up();

    expect(await advisoryLocks(database)).toBe(0);
    expect(await lockTimeouts(proxy.url, proxy.backends.length)).toEqual(['0', '0']);
  });

  it('refuses --no-lock as well: a migration is more than one transaction', async () => {
    const { database, up } = await setUp({ mode: 'transaction', servers: 2 });

    const { exitCode } = await up('--no-lock');

    expect(exitCode).toBe(3);
    expect(await tablesOf(database)).toEqual([]);
  });

  it('says what is pending all the same', async () => {
    const { project, database, proxy } = await setUp({ mode: 'transaction', servers: 2 });
    await project.run(['migrate', 'up', '--database-url', database.url]);
    await project.migration('002_more', 'create table more (id integer)');

    const { exitCode, stdout } = await project.run(['migrate', 'status', '--database-url', proxy.url]);

    expect(exitCode).toBe(1);
    expect(stdout).toContain('1 pending');
  });
});

describe('behind a pooler in session mode', () => {
  it.each([1, 4])('migrates, with %i server connections, and gives the lock back', async (servers) => {
    const { database, up } = await setUp({ mode: 'session', servers });

    const { exitCode, stdout } = await up();

    expect({ exitCode, ...JSON.parse(stdout) }).toMatchObject({ exitCode: 0, current: '001' });
    expect(await tablesOf(database)).toContain('parts');
    expect(await advisoryLocks(database)).toBe(0);
  });

  it('gives the lock back after a failure too', async () => {
    const { database, up, project } = await setUp({ mode: 'session', servers: 2 });
    await project.migration('002_wrong', 'create table parts (id integer)');

    const { exitCode } = await up();

    expect(exitCode).toBe(1);
    expect(await advisoryLocks(database)).toBe(0);
  });
});

async function setUp(pooling: PoolingOptions) {
  const database = await createDatabase();
  const proxy = await startPoolingProxy(database.url, pooling);
  const project = await createProject();
  await project.migration('001_parts', 'create table parts (id integer)');
  const up = (...flags: string[]) =>
    project.run(['migrate', 'up', '--format', 'json', '--database-url', proxy.url, ...flags]);
  return { database, proxy, project, up };
}

async function tablesOf(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1",
  );
  return rows.map(({ name }) => name);
}

/** The setting of each server connection; they are held at the same time, or the same one would come again. */
async function lockTimeouts(url: string, servers: number): Promise<string[]> {
  if (servers === 0) return [];
  return onServer(url, async (client) => {
    await client.query('begin');
    const { rows } = await client.query<{ lock_timeout: string }>('show lock_timeout');
    return [...rows.map(({ lock_timeout }) => lock_timeout), ...(await lockTimeouts(url, servers - 1))];
  });
}

async function advisoryLocks(database: TestDatabase): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `select count(*)::integer as count from pg_locks
    where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
  );
  return row?.count ?? 0;
}
