import { expect, inject, onTestFinished, test } from 'vitest';
import { type RunningCli, startCli } from '../../support/cli.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { createProject, type TestProject } from '../../support/project.js';
import { atByte, startProxy } from '../../support/proxy.js';
import { startRecorder } from '../../support/receiver.js';
import { backendRunning, holdLock, openSession, until } from '../sessions.js';

const SIGNALS = [
  { signal: 'SIGINT', exitCode: 130, code: 'CANCELLED_INTERRUPT' },
  { signal: 'SIGTERM', exitCode: 143, code: 'CANCELLED_TERMINATE' },
] as const;

const LONG = 'insert into notes values (2); select pg_sleep(600)';

test.each(SIGNALS)('ends a long statement on the server at $signal', async ({ signal, exitCode, code }) => {
  const { database, up } = await setUp({ '002_long': LONG });
  const run = up();
  const backend = await backendRunning(database, 'pg_sleep');

  const ended = await run.stop(signal);

  expect(ended.exitCode).toBe(exitCode);
  expect(JSON.parse(ended.stdout)).toMatchObject({ success: false, applied: [], errors: [{ code }] });
  await gone(database, backend);
  expect(await stateOf(database)).toEqual({ ledger: ['001'], notes: [] });
});

test('keeps what was committed before the signal, and nothing of the files behind it', async () => {
  const small = (n: number) => `insert into notes values (${n})`;
  const { database, up } = await setUp({
    '002_small': small(2),
    '003_small': small(3),
    '004_long': `${small(4)}; select pg_sleep(600)`,
    '005_small': small(5),
    '006_small': small(6),
    '007_small': small(7),
  });
  const run = up();
  await backendRunning(database, 'pg_sleep');

  const { exitCode, stdout } = await run.stop('SIGINT');

  expect(exitCode).toBe(130);
  const { applied, pending } = JSON.parse(stdout) as {
    applied: { version: string }[];
    pending: { name: string }[];
  };
  expect(applied.map(({ version }) => version)).toEqual(['002', '003']);
  expect(pending.map(({ name }) => name)).toEqual(['004_long', '005_small', '006_small', '007_small']);
  expect(await stateOf(database)).toEqual({ ledger: ['001', '002', '003'], notes: [2, 3] });
});

test.each([
  { kind: 'a file that runs statement by statement', sql: `vacuum notes;\nselect pg_sleep(600);` },
  { kind: 'a file that sets its transaction', sql: `set transaction isolation level serializable;\n${LONG}` },
  { kind: 'COPY data behind a long statement', sql: `${LONG};\ncopy notes from stdin;\n5\n\\.\n` },
])('ends $kind, which the next run can finish', async ({ sql }) => {
  const { database, project, up } = await setUp({ '002_long': sql });
  const run = up();
  await backendRunning(database, 'pg_sleep(600)');

  const { exitCode } = await run.stop('SIGINT');

  expect(exitCode).toBe(130);
  expect(await stateOf(database)).toEqual({ ledger: ['001'], notes: [] });
  await project.migration('002_long', sql.replace('pg_sleep(600)', 'pg_sleep(0)'));
  expect((await up().ended).exitCode).toBe(0);
});

test.each(SIGNALS)('stops waiting for the migration lock at $signal', async ({ signal, exitCode, code }) => {
  const { database, up } = await setUp({ '002_small': 'insert into notes values (2)' });
  await holdLock(database);
  const run = up();
  await until('the first try for the lock', async () => (await sessions(database)).at(0));

  const ended = await run.stop(signal);

  expect(ended.exitCode).toBe(exitCode);
  expect(JSON.parse(ended.stdout)).toMatchObject({ ok: false, error: { code } });
  expect(await stateOf(database)).toEqual({ ledger: ['001'], notes: [] });
});

test('stops in the pause before a retry', async () => {
  const { database, up } = await setUp(
    { '002_blocked': 'alter table notes add column name text' },
    { migration: { statementLockTimeoutMs: 50 } },
  );
  const blocker = await openSession(database);
  await blocker.query('begin; lock table notes in access exclusive mode');
  const run = up();
  await run.waitFor('trying again');

  const { exitCode, stdout } = await run.stop('SIGINT');

  expect(exitCode).toBe(130);
  expect(JSON.parse(stdout)).toMatchObject({ success: false, errors: [{ code: 'CANCELLED_INTERRUPT' }] });
  await blocker.query('commit');
  expect(await stateOf(database)).toEqual({ ledger: ['001'], notes: [] });
});

test('stops while a gate hook thinks', async () => {
  const { database, project, up } = await setUp(
    { '002_small': 'insert into notes values (2)' },
    { hooks: ['./gate.mjs'] },
  );
  await project.write(
    'gate.mjs',
    `export default { name: 'thinker', on: ['pre_execute'], run: () => new Promise((resolve) => {
      process.stderr.write('thinking\\n');
      setTimeout(resolve, 600_000);
    }) };`,
  );
  const run = up();
  await run.waitFor('thinking');

  const { exitCode, stdout } = await run.stop('SIGINT');

  expect(exitCode).toBe(130);
  expect(() => JSON.parse(stdout)).not.toThrow();
  expect(await stateOf(database)).toEqual({ ledger: ['001'], notes: [] });
});

test('stops sending at a signal, and keeps what was committed', async () => {
  const { database, up } = await setUp({ '002_small': 'insert into notes values (2)' });
  const receiver = await startRecorder({ respond: () => () => {} });
  onTestFinished(() => receiver.close());
  const run = up(database.url, { CONFITURE_WEBHOOK_URL: receiver.url });
  await receiver.waitFor(1);
  await until('the commit', async () => ((await stateOf(database)).notes.length > 0 ? true : undefined));

  const { exitCode, stdout } = await run.stop('SIGINT');

  expect(exitCode).toBe(130);
  expect(() => JSON.parse(stdout)).not.toThrow();
  expect(await stateOf(database)).toEqual({ ledger: ['001', '002'], notes: [2] });
});

test.each(SIGNALS)(
  'stores the event of a run stopped by $signal in the database',
  async ({ signal, exitCode }) => {
    const { database, project, up } = await setUp({ '002_long': LONG });
    const run = up(database.url, {
      CONFITURE_WEBHOOK_URL: 'http://127.0.0.1:9/invented',
      CONFITURE_WEBHOOK_EVENTS: 'migration.failed,migration.cancelled',
    });
    await backendRunning(database, 'pg_sleep');

    const ended = await run.stop(signal);

    expect(ended.exitCode).toBe(exitCode);
    expect(ended.stderr).not.toMatch(/could not be stored|outbox cannot/);
    expect(await project.list('.confiture/spool')).toEqual([]);
    expect(await eventsOf(database)).toEqual(['migration.cancelled']);
  },
);

test('gives a server up that answers no cancel', async () => {
  const { database, up } = await setUp({ '002_small': 'insert into notes values (2)' });
  const { run } = await silenced(database, up);

  const { exitCode, stdout } = await run.stop('SIGINT');

  expect(exitCode).toBe(130);
  expect(() => JSON.parse(stdout)).not.toThrow();
});

test('exits at the second signal without waiting for anything', async () => {
  const { database, up } = await setUp({ '002_small': 'insert into notes values (2)' });
  const { run, cancels } = await silenced(database, up);
  process.kill(run.pid, 'SIGINT');
  await until('the first signal being acted upon', async () => (cancels() > 1 ? true : undefined));

  const { exitCode, stderr } = await run.stop('SIGINT');

  expect(exitCode).toBe(130);
  expect(stderr).toBe('');
  expect(await stateOf(database)).toEqual({ ledger: ['001'], notes: [] });
});

/** A run whose server has fallen silent. */
async function silenced(database: TestDatabase, up: Up): Promise<{ run: RunningCli; cancels: () => number }> {
  const proxy = await startProxy(inject('postgresUrl'), atByte('toClient', 900, 'stall'));
  const run = up(`${proxy.url}/${database.name}`);
  await proxy.struck;
  return { run, cancels: proxy.connections };
}

type Up = (url?: string, env?: Record<string, string>) => RunningCli;

/** A database at 001, and a project with more. */
async function setUp(migrations: Readonly<Record<string, string>>, config: object = {}) {
  const database = await createDatabase();
  const project: TestProject = await createProject({ config: { ...config, hooks: [] } });
  const up: Up = (url = database.url, env = {}) =>
    startCli(['migrate', 'up', '--format', 'json', '--database-url', url], { cwd: project.dir, env });
  await project.migration('001_notes', 'create table notes (id integer)');
  await up().ended;
  await project.write('confiture.config.json', JSON.stringify(config));
  for (const [name, sql] of Object.entries(migrations)) await project.migration(name, sql);
  return { database, project, up };
}

async function sessions(database: TestDatabase): Promise<number[]> {
  const rows = await database.query<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database() and application_name like 'confiture%'",
  );
  return rows.map(({ pid }) => pid);
}

/** Types of all events, whether they were taken up by a sender or not. */
async function eventsOf(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ type: string }>(
    `select type from confiture.events
    union all select entry::json -> 'event' ->> 'type' from confiture.outbox_records`,
  );
  return rows.map(({ type }) => type);
}

async function gone(database: TestDatabase, backend: number): Promise<void> {
  await until('the end of the session', async () =>
    (await sessions(database)).includes(backend) ? undefined : true,
  );
}

async function stateOf(database: TestDatabase): Promise<{ ledger: string[]; notes: number[] }> {
  const ledger = await database.query<{ version: string }>(
    'select version from tb_confiture order by version',
  );
  const notes = await database.query<{ id: number }>('select id from notes order by id');
  return { ledger: ledger.map(({ version }) => version), notes: notes.map(({ id }) => id) };
}
