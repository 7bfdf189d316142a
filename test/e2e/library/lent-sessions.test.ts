import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLibraryProject, type LibraryProject, receivedTypes } from './library-project.js';

async function lentClient({ database }: LibraryProject): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

/** A pool has ended before the server has heard so from each client; it may end their sessions with the database first. */
function lentPool({ database }: LibraryProject, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: database.url, max });
  pool.on('error', () => {}).on('connect', (client) => client.on('error', () => {}));
  onTestFinished(() => pool.end());
  return pool;
}

/** Sessions of the database that are not the one that asks. */
async function otherSessions({ database }: LibraryProject): Promise<number> {
  const [row] = await database.query<{ n: number }>(
    'select count(*)::int as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  return row?.n ?? -1;
}

describe('a client that is lent', () => {
  it('is all that a run uses, and is given back as it was', async () => {
    const project = await createLibraryProject();
    const client = await lentClient(project);
    await client.query("set application_name = 'of the caller'");
    const prepared = { name: 'answer', text: 'select 42 as answer' };
    await client.query(prepared);
    const sessions: number[] = [];
    const hooks = [
      {
        name: 'count',
        on: ['post_execute' as const],
        run: async () => void sessions.push(await otherSessions(project)),
      },
    ];

    const result = await project.migrator({ connection: client, hooks }).up();

    expect(result).toMatchObject({ applied: [{ version: '001' }, { version: '002' }], undelivered: [] });
    expect(receivedTypes(project.receiver)).toEqual(['migration_success', 'migration_success']);
    expect(sessions).toEqual([1, 1]);
    expect((await client.query('show application_name')).rows).toEqual([
      { application_name: 'of the caller' },
    ]);
    expect((await client.query(prepared)).rows).toEqual([{ answer: 42 }]);
    expect(await project.migrator().status()).toMatchObject({ pending: 0 });
  });

  it('has no lock of the run any more after a failure, and can be lent again', async () => {
    const project = await createLibraryProject('select nothing from nowhere;');
    const client = await lentClient(project);
    const migrator = project.migrator({ connection: client });
    await expect(migrator.up()).rejects.toMatchObject({ result: { applied: [{ version: '001' }] } });
    expect(
      await project.database.query(
        "select 1 from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())",
      ),
    ).toEqual([]);
    await project.migration('002_second', 'create table second ();');
    expect((await migrator.up()).applied).toMatchObject([{ version: '002' }]);
  });

  it('serves one call after the other', async () => {
    const project = await createLibraryProject();
    const migrator = project.migrator({ connection: await lentClient(project) });
    const [result, status] = await Promise.all([migrator.up(), migrator.status()]);
    expect(result.applied).toHaveLength(2);
    expect([0, 2]).toContain(status.pending);
  });

  it('is refused in the middle of a transaction, which it is left in', async () => {
    const project = await createLibraryProject();
    const client = await lentClient(project);
    await client.query('begin; create table of_the_caller ()');
    await expect(project.migrator({ connection: client }).up()).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('in the middle of a transaction'),
    });
    await client.query('commit');
    expect(await project.database.query("select to_regclass('of_the_caller')::text as t")).toEqual([
      { t: 'of_the_caller' },
    ]);
  });

  it('is refused before it is connected and after it was lost', async () => {
    const project = await createLibraryProject();
    await expect(project.migrator({ connection: new pg.Client() }).up()).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('is not connected'),
    });
    const client = await lentClient(project);
    await client.query('select pg_terminate_backend(pg_backend_pid())').catch(() => {});
    await expect(project.migrator({ connection: client }).up()).rejects.toMatchObject({
      code: 'CONNECT_UNREACHABLE',
    });
  });
});

describe('a pool that is lent', () => {
  it.each([1, 4])('of %i lends the sessions of a run and has them back', async (size) => {
    const project = await createLibraryProject();
    const pool = lentPool(project, size);
    const result = await project.migrator({ connection: pool }).up();
    expect(result).toMatchObject({ applied: [{ version: '001' }, { version: '002' }], undelivered: [] });
    expect(receivedTypes(project.receiver)).toEqual(['migration_success', 'migration_success']);
    expect(pool.idleCount).toBe(pool.totalCount);
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('stores the event of a failure too', async () => {
    const project = await createLibraryProject('select nothing from nowhere;');
    const pool = lentPool(project, 4);
    await expect(project.migrator({ connection: pool }).up()).rejects.toThrow('nowhere');
    expect(receivedTypes(project.receiver)).toEqual(['migration_success', 'migration_error']);
  });

  it('that has nothing to spare is given up when the caller stops', async () => {
    const project = await createLibraryProject();
    const pool = lentPool(project, 1);
    const taken = await pool.connect();
    const controller = new AbortController();
    const running = project.migrator({ connection: pool, signal: controller.signal }).up();
    const stopped = expect(running).rejects.toMatchObject({ code: 'CANCELLED_ABORT' });
    controller.abort();
    await stopped;
    taken.release();
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});
