import path from 'node:path';
import knex, { type Knex } from 'knex';
import { describe, expect, it, onTestFinished } from 'vitest';
import { defineHook } from '../../src/index.js';
import { createLibraryProject, type LibraryProject, receivedTypes } from '../e2e/library/library-project.js';

/** An application with a knexfile's settings and a migration of knex's own, beside a project of Confiture. */
async function createKnexProject(second?: string, max = 5): Promise<LibraryProject & { knex: Knex }> {
  const project = await createLibraryProject(second);
  await project.write(
    'knex/20240101000000_accounts.cjs',
    `exports.up = (knex) => knex.schema.createTable('accounts', (table) => { table.increments(); table.text('name'); });
exports.down = (knex) => knex.schema.dropTable('accounts');`,
  );
  const own = knex({
    client: 'pg',
    connection: project.database.url,
    searchPath: ['public', 'pg_temp'],
    pool: { min: 0, max },
    migrations: { directory: path.join(project.dir, 'knex'), tableName: 'knex_migrations' },
    acquireConnectionTimeout: 20_000,
    log: { warn: () => {} },
  });
  onTestFinished(() => own.destroy());
  await own.migrate.latest();
  await own('accounts').insert({ name: 'of the application' });
  return { ...project, knex: own };
}

async function tables({ database }: LibraryProject): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.tables
     where table_schema in ('public', 'confiture') and table_name !~ 'lock' order by 1`,
  );
  return rows.map(({ name }) => name);
}

describe('a knex project', () => {
  it('lends its pool for a whole run, with lock, outbox and webhooks, and goes on as before', async () => {
    const project = await createKnexProject("insert into accounts (name) values ('of the migration');");

    const result = await project.migrator({ knex: project.knex }).up();

    expect(result).toMatchObject({
      applied: [{ version: '001' }, { version: '002', rowsAffected: 1 }],
      undelivered: [],
    });
    expect(receivedTypes(project.receiver)).toEqual(['migration_success', 'migration_success']);
    expect(await tables(project)).toEqual(
      expect.arrayContaining(['public.accounts', 'public.knex_migrations', 'public.tb_confiture']),
    );
    expect(await project.database.query('select state from confiture.deliveries')).toEqual([
      { state: 'delivered' },
      { state: 'delivered' },
    ]);
    expect(await project.knex('accounts').pluck('name')).toEqual(['of the application', 'of the migration']);
    const { rows } = await project.knex.raw('show search_path');
    expect(rows).toEqual([{ search_path: 'public, pg_temp' }]);
    expect(project.knex.client.pool.numUsed()).toBe(0);
    expect(await project.knex.migrate.currentVersion()).toBe('20240101000000');
  });

  it('sends beside the migrations where its pool is large enough', async () => {
    const project = await createKnexProject();
    const sentBeside: string[] = [];
    const wait = defineHook({
      name: 'wait',
      on: ['post_execute'],
      run: async ({ migrationVersion }) => {
        if (migrationVersion !== '001') return;
        await project.receiver.waitFor(1);
        sentBeside.push(migrationVersion);
      },
    });
    const result = await project.migrator({ knex: project.knex, hooks: [wait] }).up();
    expect(sentBeside).toEqual(['001']);
    expect(result).toMatchObject({ applied: [{ version: '001' }, { version: '002' }], undelivered: [] });
  });

  it('sends after the last migration where its pool has one connection', async () => {
    const project = await createKnexProject(undefined, 1);
    const received: number[] = [];
    const hooks = [
      {
        name: 'count',
        on: ['post_execute' as const],
        run: () => void received.push(project.receiver.requests.length),
      },
    ];
    const result = await project.migrator({ knex: project.knex, hooks }).up();
    expect(received).toEqual([0, 0]);
    expect(result.undelivered).toEqual([]);
    expect(receivedTypes(project.receiver)).toEqual(['migration_success', 'migration_success']);
  });

  it('keeps a second run out while the first holds the lock', async () => {
    const project = await createKnexProject();
    const second = () => project.migrator({ databaseUrl: project.database.url, lockTimeoutMs: 0 }).up();
    let refusal: unknown;
    const hooks = [
      {
        name: 'second',
        on: ['pre_run' as const],
        run: async () => {
          refusal = await second().catch((thrown: unknown) => thrown);
        },
      },
    ];
    await project.migrator({ knex: project.knex, hooks }).up();
    expect(refusal).toMatchObject({ code: 'LOCK_NOT_OBTAINED' });
    expect((await second()).applied).toEqual([]);
  });

  it('gets back a pool that works after a migration has failed', async () => {
    const project = await createKnexProject('set statement_timeout = 1; select pg_sleep(10);');
    await expect(project.migrator({ knex: project.knex }).up()).rejects.toMatchObject({
      name: 'MigrationError',
      sqlstate: '57014',
      result: { applied: [{ version: '001' }] },
    });
    expect(receivedTypes(project.receiver)).toEqual(['migration_success', 'migration_error']);
    const { rows } = await project.knex.raw('show statement_timeout');
    expect(rows).toEqual([{ statement_timeout: '0' }]);
    await project.knex.migrate.rollback();
    expect(await project.knex.schema.hasTable('accounts')).toBe(false);
  });
});
