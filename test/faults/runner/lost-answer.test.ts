import { expect, inject, test } from 'vitest';
import { ledgerOf, tablesOf } from '../../e2e/tables.js';
import { startCli } from '../../support/cli.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { createProject, type TestProject } from '../../support/project.js';
import { type FaultPlan, type PassingMessage, startProxy } from '../../support/proxy.js';

/** The server's answer to the n-th COMMIT behind the first change of the ledger. */
function commitAnswer(n: number): FaultPlan['strikes'] {
  let hasChanged = false;
  let seen = 0;
  return ({ direction, text }: PassingMessage) => {
    hasChanged ||= direction === 'toServer' && /(insert into|delete from) \S*tb_confiture/.test(text);
    if (!hasChanged) return false;
    if (direction === 'toClient' && text.startsWith('C') && text.includes('COMMIT')) seen += 1;
    return seen === n;
  };
}

const table = (name: string) => `create table ${name} (id integer)`;

test.each([
  { kind: 'a file in a transaction', sql: table('one') },
  {
    kind: 'a file that sets its transaction',
    sql: `set transaction isolation level serializable; ${table('one')}`,
  },
])('tells a commit of $kind whose answer was lost as what it is', async ({ sql }) => {
  const { database, lose } = await setUp({ '002_one': sql });

  const { exitCode, document, stderr } = await lose(['migrate', 'up'], commitAnswer(1));

  expect({ exitCode, ...document }).toMatchObject({
    exitCode: 0,
    success: true,
    applied: [{ version: '002', rows_affected: null }],
    pending: [],
    unknown: [],
    errors: [],
  });
  expect(stderr).toContain('the connection was lost: the ledger is asked what was committed');
  expect(await ledgerOf(database)).toEqual(['001', '002']);
  expect(await eventsOf(database)).toEqual(['migration.completed 002']);
});

test('tells which of the files on their way are committed, and the first other one as failed', async () => {
  const { database, lose } = await setUp({
    '002_two': table('two'),
    '003_three': table('three'),
    '004_four': table('four'),
    '005_long': `${table('five')}; select pg_sleep(600)`,
    '006_six': table('six'),
  });

  const { exitCode, document } = await lose(['migrate', 'up'], commitAnswer(2));

  const [, ...committed] = await ledgerOf(database);
  const others = ['002', '003', '004', '005', '006'].filter((version) => !committed.includes(version));
  const [failed = ''] = others;
  expect(committed.slice(0, 2)).toEqual(['002', '003']);
  expect({ exitCode, ...document }).toMatchObject({
    exitCode: 3,
    success: false,
    applied: committed.map((version) => ({ version })),
    pending: others.map((version) => ({ version })),
    unknown: [],
    errors: [{ code: 'CONNECT_LOST', migration: expect.stringContaining(failed) }],
  });
  expect(await tablesOf(database)).toHaveLength(1 + committed.length);
  expect(await eventsOf(database)).toEqual([
    ...committed.map((version) => `migration.completed ${version}`),
    `migration.failed ${failed}`,
  ]);
});

test('tells a single transaction as applied whose answer was lost', async () => {
  const { database, lose } = await setUp({ '002_two': table('two'), '003_three': table('three') });

  const { exitCode, document } = await lose(['migrate', 'up', '--single-transaction'], commitAnswer(1));

  expect({ exitCode, ...document }).toMatchObject({
    exitCode: 0,
    applied: [{ version: '002' }, { version: '003' }],
    errors: [],
  });
  expect(await eventsOf(database)).toEqual(['migration.completed 002', 'migration.completed 003']);
});

test('tells a file as applied that ran statement by statement', async () => {
  const { database, lose } = await setUp({
    '002_two': `-- confiture: no-transaction\n${table('two')};\ninsert into two values (1);`,
  });

  const { exitCode, document } = await lose(['migrate', 'up'], commitAnswer(1));

  expect({ exitCode, ...document }).toMatchObject({ exitCode: 0, applied: [{ version: '002' }], errors: [] });
  expect(await eventsOf(database)).toEqual(['migration.completed 002']);
  expect(await database.query('select * from confiture.progress')).toEqual([]);
});

test.each([
  { kind: 'in one transaction', down: 'drop table one;' },
  { kind: 'statement by statement', down: '-- confiture: no-transaction\ndrop table one;' },
])('tells as rolled back what was undone $kind', async ({ down }) => {
  const { database, project, lose } = await setUp({});
  await project.write('db/migrations/001_one.down.sql', down);

  const { exitCode, document } = await lose(['migrate', 'down'], commitAnswer(1));

  expect({ exitCode, ...document }).toMatchObject({
    exitCode: 0,
    success: true,
    rolled_back: [{ version: '001' }],
    errors: [],
  });
  expect(await tablesOf(database)).toEqual([]);
  expect(await eventsOf(database)).toEqual(['migration.rolled_back 001']);
});

test('tells a baseline as done whose answer was lost', async () => {
  const { database, lose } = await setUp({ '002_two': table('two') });

  const { exitCode } = await lose(['migrate', 'baseline', '--target', '002'], commitAnswer(1));

  expect(exitCode).toBe(0);
  expect(await ledgerOf(database)).toEqual(['001', '002']);
});

test('says that the outcome is unknown where the ledger cannot be asked, and tells of no failure', async () => {
  const { database, project, lose } = await setUp({ '002_two': table('two'), '003_three': table('three') });

  const { exitCode, document } = await lose(['migrate', 'up'], commitAnswer(1), { isOutage: true });

  expect({ exitCode, ...document }).toMatchObject({
    exitCode: 10,
    success: false,
    applied: [],
    pending: [],
    unknown: [{ name: '002_two' }, { name: '003_three' }],
    errors: [{ code: 'OUTCOME_UNKNOWN', migration: '002_two', exit_code: 10 }],
  });
  expect(await project.list('.confiture/spool')).toEqual([]);
  expect((await eventsOf(database)).filter((event) => event.startsWith('migration.failed'))).toEqual([]);
});

test('stops with what was committed where the network is silent from the commit on', async () => {
  const { database, project, env } = await setUp({ '002_two': table('two') });
  const proxy = await startProxy(inject('postgresUrl'), { fault: 'stall', strikes: commitAnswer(1) });
  const url = `${proxy.url}/${database.name}`;
  const run = startCli(['migrate', 'up', '--format', 'json', '-d', url], { cwd: project.dir, env });
  await proxy.struck;

  const { exitCode, stdout } = await run.stop('SIGTERM');

  expect({ exitCode, ...JSON.parse(stdout) }).toMatchObject({ exitCode: 143, applied: [{ version: '002' }] });
  expect(await eventsOf(database)).toEqual(['migration.completed 002']);
});

test('ends the session on the server that can no longer hear the run', async () => {
  const { database, project, env } = await setUp({ '002_long': `${table('two')}; select pg_sleep(600)` });
  const proxy = await startProxy(inject('postgresUrl'), {
    fault: 'cut-client',
    strikes: ({ text }) => text.includes('select pg_sleep(600)'),
  });
  const url = `${proxy.url}/${database.name}`;
  const run = startCli(['migrate', 'up', '--format', 'json', '--drain-timeout', '0', '-d', url], {
    cwd: project.dir,
    env,
  });

  const { exitCode, stdout } = await run.ended;

  expect({ exitCode, ...JSON.parse(stdout) }).toMatchObject({ exitCode: 3, pending: [{ version: '002' }] });
  const left = await database.query(
    "select state from pg_stat_activity where application_name like 'confiture%' and datname = current_database()",
  );
  expect(left).toEqual([]);
});

/** A database at `001_one`, whose next run loses its link. */
async function setUp(migrations: Readonly<Record<string, string>>) {
  const database: TestDatabase = await createDatabase();
  const project: TestProject = await createProject();
  await project.migration('001_one', table(Object.keys(migrations).includes('002_one') ? 'zero' : 'one'));
  await project.run(['migrate', 'up', '-d', database.url]);
  for (const [name, sql] of Object.entries(migrations)) await project.migration(name, sql);
  const env = {
    CONFITURE_WEBHOOK_URL: 'http://127.0.0.1:9/invented',
    CONFITURE_WEBHOOK_EVENTS: 'migration.completed,migration.failed,migration.rolled_back',
  };
  const lose = async (args: string[], strikes: FaultPlan['strikes'], rest: Partial<FaultPlan> = {}) => {
    const proxy = await startProxy(inject('postgresUrl'), { fault: 'cut', strikes, ...rest });
    const drain = args.includes('baseline') ? [] : ['--drain-timeout', '0'];
    const command = [...args, '--format', 'json', '-d', `${proxy.url}/${database.name}`, ...drain];
    const { exitCode, stdout, stderr } = await startCli(command, {
      cwd: project.dir,
      env,
      timeoutMs: 50_000,
    }).ended;
    return { exitCode, stderr, document: JSON.parse(stdout) as Record<string, unknown> };
  };
  return { database, project, env, lose };
}

/** Types and versions of all events, in order. */
async function eventsOf(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ event: string }>(
    `select body::json ->> 'type' || ' ' || (body::json -> 'data' ->> 'migration_version') as event from (
      select body::text from confiture.events
      union all select entry::json -> 'event' ->> 'body' from confiture.outbox_records
    ) as all_events order by 1`,
  );
  return rows.map(({ event }) => event);
}
