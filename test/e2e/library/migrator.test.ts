import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { ConfitureError, createMigrator, MigrationError, type RunEvent } from '../../../src/index.js';
import { runCli } from '../../support/cli.js';
import { createLibraryProject, receivedTypes } from './library-project.js';

it('applies what is pending and sends the events', async () => {
  const project = await createLibraryProject();
  const result = await project.migrator().up();
  expect(result).toMatchObject({
    applied: [{ name: '001_first' }, { name: '002_second' }],
    pending: [],
    current: { version: '002' },
    undelivered: [],
  });
  expect(result).not.toHaveProperty('failure');
  expect(receivedTypes(project.receiver)).toEqual(['migration_success', 'migration_success']);
  expect((await project.migrator().up()).applied).toEqual([]);
});

it('lets a statement wait for a lock as long as it is told', async () => {
  const project = await createLibraryProject("select 1 / (current_setting('lock_timeout') = '1234ms')::int;");
  await expect(project.migrator().up()).rejects.toMatchObject({ sqlstate: '22012' });
  const told = project.migrator({ databaseUrl: project.database.url, statementLockTimeoutMs: 1_234 });
  expect((await told.up()).applied).toMatchObject([{ name: '002_second' }]);
});

it('rejects where a migration fails, and says what was applied before it', async () => {
  const project = await createLibraryProject('create table second ();\nselect nothing from nowhere;');
  const error = await project
    .migrator()
    .up()
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(MigrationError);
  expect(error).toBeInstanceOf(ConfitureError);
  expect(MigrationError.is(error)).toBe(true);
  expect(error).toMatchObject({
    name: 'MigrationError',
    code: 'MIGRATION_FAILED',
    exitCode: 1,
    migration: '002_second',
    sqlstate: '42P01',
    location: { file: 'db/migrations/002_second.up.sql', line: 2 },
    result: { applied: [{ name: '001_first' }], pending: [{ name: '002_second' }] },
  });
  expect(receivedTypes(project.receiver)).toEqual(['migration_success', 'migration_error']);
});

it('rejects with the plain error where nothing could be begun', async () => {
  const project = await createLibraryProject();
  const error = await project
    .migrator({ databaseUrl: 'postgres://nobody@127.0.0.1:1/nowhere' })
    .up()
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: 'CONNECT_UNREACHABLE',
    hint: expect.stringContaining('in databaseUrl are right'),
  });
  expect(MigrationError.is(error)).toBe(false);
});

it('tells a subscriber what a run does, in order, and is not stopped by what it throws', async () => {
  const project = await createLibraryProject();
  const events: RunEvent[] = [];
  const warn = catchWarnings();
  const on = (event: RunEvent) => {
    events.push(event);
    throw new Error('a fault of the subscriber');
  };
  const { applied } = await project.migrator({ databaseUrl: project.database.url, on }).up();
  expect(applied).toHaveLength(2);
  expect(events.filter(({ type }) => /^(run|migration)\./.test(type))).toMatchObject([
    { type: 'run.opened', database: { name: project.database.name }, embedded: false },
    { type: 'run.planned', direction: 'up', pending: 2, applied: 0, names: ['001_first', '002_second'] },
    { type: 'migration.started', name: '001_first', index: 1, total: 2 },
    { type: 'migration.finished', name: '001_first', direction: 'up', rowsAffected: 0 },
    { type: 'migration.started', name: '002_second', index: 2, total: 2 },
    { type: 'migration.finished', name: '002_second', direction: 'up', rowsAffected: 0 },
  ]);
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'delivery.finished', migration: '002_second', ok: true }),
  );
  expect(warn).toHaveBeenCalledTimes(events.length);
});

it('undoes the newest migration, or all that is newer than a version', async () => {
  const project = await createLibraryProject();
  const migrator = project.migrator();
  await migrator.up();
  expect((await migrator.down()).rolledBack).toMatchObject([{ name: '002_second' }]);
  await migrator.up();
  expect((await migrator.down({ to: '001' })).to).toMatchObject({ version: '001' });
});

it('rejects where undoing fails, with what is still applied in the result', async () => {
  const project = await createLibraryProject();
  const migrator = project.migrator();
  await migrator.up();
  await project.migration('002_second', 'create table second ();', { down: 'drop table other;' });
  await expect(migrator.down()).rejects.toMatchObject({
    name: 'MigrationError',
    code: 'MIGRATION_FAILED',
    result: { rolledBack: [], to: { version: '002' } },
  });
});

it('tells the state, and what would keep a run from going on', async () => {
  const project = await createLibraryProject();
  const migrator = project.migrator();
  expect(await migrator.status()).toMatchObject({ pending: 2, fault: { code: 'LEDGER_MISSING' } });
  expect(await migrator.baseline({ target: '001' })).toMatchObject({ marked: [{ version: '001' }] });
  expect(await migrator.status()).toMatchObject({ pending: 1, applied: 1, fault: null });
  await project.migration('001_first', 'create table other ();');
  expect((await migrator.status()).fault?.code).toBe('FILES_CHANGED');
});

it('plans a run, and runs that plan alone', async () => {
  const project = await createLibraryProject();
  const migrator = project.migrator();
  const { plan } = await migrator.plan({ steps: 1 });
  expect(plan).toMatchObject({ direction: 'up', migrations: [{ version: '001' }] });
  await expect(migrator.up({ plan: plan.hash })).rejects.toMatchObject({ code: 'PLAN_CHANGED', exitCode: 9 });
  expect((await migrator.up({ steps: 1, plan: plan.hash })).applied).toHaveLength(1);
  const undoing = await migrator.plan({ direction: 'down' });
  expect((await migrator.down({ plan: undoing.plan.hash })).rolledBack).toHaveLength(1);
});

it('verifies what is applied and validates the files', async () => {
  const project = await createLibraryProject();
  await project.migration('001_first', 'create table first ();', {
    down: 'drop table first;',
    verify: 'select not exists (select from first);',
  });
  const migrator = project.migrator();
  expect(await migrator.validate()).toMatchObject({ checked: 2, fault: null });
  await migrator.up();
  await project.database.query('insert into first default values');
  expect(await migrator.verify()).toMatchObject({ fault: { code: 'VERIFY_FAILED' } });
  await project.migration('003_third', 'create tabel third ();');
  expect(await migrator.validate()).toMatchObject({ checked: 3, fault: { code: 'FILES_SYNTAX' } });
});

it('calls the hooks that are given beside those of the configuration', async () => {
  const project = await createLibraryProject();
  const called: string[] = [];
  const hooks = [{ name: 'given', on: ['post_execute' as const], run: () => void called.push('given') }];
  await project.migrator({ databaseUrl: project.database.url, hooks }).up();
  expect(called).toEqual(['given', 'given']);
});

it('reports what a subscriber throws as a warning of the process, without what is secret in it', async () => {
  const project = await createLibraryProject();
  const warn = catchWarnings();
  const on = ({ type }: RunEvent) => {
    if (type === 'run.planned')
      throw new Error('no way to postgres://someone:invented-password@db.example.com/a');
  };
  await project.migrator({ databaseUrl: project.database.url, on }).up();
  expect(warn.mock.calls).toEqual([
    [expect.stringMatching(/^on of createMigrator failed: no way to /), 'ConfitureWarning'],
  ]);
  expect(JSON.stringify(warn.mock.calls)).not.toContain('invented-password');
});

it('masks the values in what the server says', async () => {
  const project = await createLibraryProject(
    "do $$ begin raise warning 'seen %', quote_literal('invented-row-value'); end $$;",
  );
  const notices: string[] = [];
  const on = (event: RunEvent) => {
    if (event.type === 'server.noticed') notices.push(event.message);
  };
  await project.migrator({ databaseUrl: project.database.url, on }).up();
  expect(notices).toEqual([expect.stringContaining('seen')]);
  expect(notices.join()).not.toContain('invented-row-value');
});

it('tells the warnings of the configuration', async () => {
  const project = await createLibraryProject();
  const warnings: string[] = [];
  const env = { CONFITURE_WEBHOOK_SECRET: 'invented-secret-without-an-endpoint' };
  const { url: databaseUrl } = project.database;
  await project.migrator({ databaseUrl, env, onWarning: (text) => void warnings.push(text) }).status();
  expect(warnings).toEqual([expect.stringContaining('CONFITURE_WEBHOOK_SECRET')]);
});

it('stops at the signal of the caller and says what was done', async () => {
  const project = await createLibraryProject('select pg_sleep(600);');
  const controller = new AbortController();
  const hooks = [
    { name: 'stop', on: ['post_execute' as const], run: () => void setImmediate(() => controller.abort()) },
  ];
  const { signal } = controller;
  await expect(
    project.migrator({ databaseUrl: project.database.url, hooks, signal }).up(),
  ).rejects.toMatchObject({
    code: 'CANCELLED_ABORT',
    result: { applied: [{ name: '001_first' }] },
  });
  await expect(project.migrator({ databaseUrl: project.database.url, signal }).up()).rejects.toMatchObject({
    code: 'CANCELLED_ABORT',
  });
});

it('sends on request what an earlier run has left', async () => {
  const project = await createLibraryProject();
  const { url } = project.database;
  const result = await project.migrator({ databaseUrl: url, drainTimeoutMs: 0 }).up();
  expect(result.undelivered).toHaveLength(2);
  expect(await project.migrator().deliver()).toMatchObject({ delivered: 2, failed: 0, backlog: [] });
});

it('prints nothing and lets the process end', async () => {
  const project = await createLibraryProject();
  await project.write(
    'up.mjs',
    `import { createMigrator } from ${JSON.stringify(new URL('../../../dist/src/index.js', import.meta.url))};
const { applied } = await createMigrator({ databaseUrl: process.env.DB }).up();
process.exitCode = 40 + applied.length;`,
  );
  const result = await runCli([], {
    cwd: project.dir,
    env: { DB: project.database.url },
    cli: path.join(project.dir, 'up.mjs'),
  });
  expect(result).toEqual({ exitCode: 42, stdout: '', stderr: '' });
});

it('refuses more than one database, and steps that are no count', async () => {
  const knex = { client: {} };
  expect(() => createMigrator({ databaseUrl: 'postgres://a/b', knex })).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID' }),
  );
  const project = await createLibraryProject();
  await expect(project.migrator().up({ steps: -1 })).rejects.toMatchObject({ code: 'FLAG_INVALID' });
  await expect(project.migrator().down({ steps: 0 })).rejects.toMatchObject({ code: 'FLAG_INVALID' });
});

it('names an option that cannot be meant as the caller has written it', async () => {
  const project = await createLibraryProject();
  await expect(project.migrator({ drainTimeoutMs: -1 }).status()).rejects.toMatchObject({
    code: 'FLAG_INVALID',
    message: expect.stringMatching(/^drainTimeoutMs must be /),
    hint: 'Correct drainTimeoutMs or leave it out.',
  });
  await expect(
    createMigrator({ cwd: project.dir, knex: { client: undefined } }).status(),
  ).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: 'the knex that was lent has no client',
  });
});

/** Keeps the warnings of the process off the screen. */
function catchWarnings() {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  onTestFinished(() => warn.mockRestore());
  return warn;
}
