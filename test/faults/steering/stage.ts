import { expect } from 'vitest';
import type { Connection } from '../../../src/database/connection.js';
import { listRuns } from '../../../src/runner/lifecycle/run-log/list-runs.js';
import type { StoredRun } from '../../../src/runner/lifecycle/run-log/stored-run.js';
import { ensureTables } from '../../../src/storage/schema.js';
import { backendRunning, holdLock, openSession, until } from '../../e2e/sessions.js';
import { type CliResult, type RunningCli, startCli } from '../../support/cli.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { createProject, type TestProject } from '../../support/project.js';
import { openConnection } from '../outbox-bench.js';
import type { Place } from './cells.js';

const SCOPE = { project: 'public.tb_confiture', environment: 'local' };

/** A run in the place that is tried, and its surroundings. */
export interface Stage {
  readonly database: TestDatabase;
  readonly run: RunningCli;
  readonly id: string;
  /** Ends what keeps the run busy. */
  readonly release: () => Promise<unknown>;
  /** Runs a command of the project, over the run's own way to the database. */
  command(...args: string[]): Promise<CliResult>;
  /** Asks for a pause, and kills the process that asks as soon as its request is there. */
  askAndKill(): Promise<void>;
  /** Resolves once the run has seen the requests that were made by now; it looks from its second second on. */
  heard(): Promise<void>;
  /** Resolves with the run once it is in one of the states. */
  runIn(states: readonly string[]): Promise<StoredRun>;
  /** Lets its last sign of life be long ago. */
  age(): Promise<unknown>;
}

export interface StageOptions {
  readonly place: Place;
  /** Server without a database; default: that of the test run. */
  readonly server?: string;
  /** The way of commands to the database, where it is not the direct one. */
  readonly urlOf?: (database: TestDatabase) => Promise<string>;
}

/** Waits for a row of `go`; each look sees what others have committed. */
const LONG = `do $$ begin while not exists (select from go) loop perform pg_sleep(0.05); end loop; end $$;`;
const BATCH = `-- confiture: phase fill batch sleep=100ms
update items set done = true where id in (select id from items where not done order by id limit 1);`;

const SECOND: Partial<Record<Place, string>> = {
  'is in a long statement': `-- confiture: no-transaction\n${LONG}`,
  'is in a batch': BATCH,
  'is paused': BATCH,
};

const APPROVAL = 'waits for an approval';
const HELD = 'is held by `pauseWhen`';
const CONFIG: Partial<Record<Place, object>> = {
  'is between two migrations, where a gate thinks': { hooks: ['./gate.mjs'] },
  [APPROVAL]: { approvals: [{}], migration: { approvalTimeoutMs: 600_000 } },
  [HELD]: { pauseWhen: [{ name: 'peak hours', sql: 'select count(*) from public.hold' }] },
};

/** Thinks before 002 until the file \`go\` is there, and says so. */
const GATE = `import { existsSync, writeFileSync } from 'node:fs';
export default { name: 'gate', on: ['pre_execute'], timeoutMs: 120000, async run({ migrationVersion }) {
  if (migrationVersion !== '002') return;
  writeFileSync('thinks', '');
  while (!existsSync('go')) await new Promise((resolve) => setTimeout(resolve, 20));
} };`;

/** Brings a run to the place. */
export async function openStage({ place, server, urlOf }: StageOptions): Promise<Stage> {
  const database = await createDatabase(server);
  const project = await projectFor(place);
  const reader = await openConnection(database.url);
  await ensureTables(reader);
  await database.query('create table hold (id integer); insert into hold values (1)');
  const url = (await urlOf?.(database)) ?? database.url;
  const options = { cwd: project.dir, env: { CONFITURE_DATABASE_URL: url } };
  const command = (...args: string[]) => startCli(args, options).ended;
  const newest = async (connection: Connection) => (await listRuns(connection, SCOPE, { limit: 1 }))[0];
  const runIn = (states: readonly string[]) =>
    until(`a run that is ${states.join(' or ')}`, async () => {
      const connection = reader.lost ? await openConnection(database.url).catch(() => null) : reader;
      const run = connection && (await newest(connection).catch(() => undefined));
      if (connection !== reader) await connection?.close();
      return run && states.includes(run.state) ? run : undefined;
    });
  const holder = place === 'waits for the migration lock' ? await lockHolder(database) : null;
  const run = startCli(['migrate', 'up', '--lock-timeout', '120000'], options);
  const release = await reach(place, { database, project, holder, command, runIn });
  const { id } = await runIn(['waiting', 'running', 'paused']);
  const age = () =>
    database.query(`update confiture.runs set heartbeat_at = heartbeat_at - interval '1 minute'`);
  const askAndKill = async () => {
    const asking = startCli(['migrate', 'pause'], options);
    await until('a request', async () => (await database.query('select from confiture.steering'))[0]);
    await asking.stop('SIGKILL');
  };
  const heard = async () => {
    const [now] = await database.query<{ at: string }>('select clock_timestamp()::text as at');
    const looked = 'select from confiture.runs where heartbeat_at > $1::timestamptz';
    await until('a look of the run', async () => (await database.query(looked, [now?.at]))[0]);
  };
  return { database, run, id, release, command, askAndKill, heard, runIn, age };
}

async function projectFor(place: Place): Promise<TestProject> {
  const project = await createProject({ files: { 'gate.mjs': GATE }, config: CONFIG[place] ?? {} });
  await project.migration(
    '001_first',
    `create table go (id integer); create table items (id integer primary key, done boolean not null default false);
    insert into items select n, false from generate_series(1, 40) n;`,
  );
  await project.migration('002_second', SECOND[place] ?? 'create table second (id integer);');
  await project.migration('003_third', 'create table third (id integer);');
  return project;
}

/** A session that has the migration lock, and gives it back. */
async function lockHolder(database: TestDatabase): Promise<() => Promise<unknown>> {
  const { pid } = await holdLock(database);
  return () => database.query('select pg_terminate_backend($1)', [pid]);
}

interface Reaching extends Pick<Stage, 'database' | 'command' | 'runIn'> {
  readonly project: TestProject;
  readonly holder: (() => Promise<unknown>) | null;
}

/** Waits until the run is there, and gives what ends that. */
async function reach(
  place: Place,
  { database, project, holder, command, runIn }: Reaching,
): Promise<() => Promise<unknown>> {
  if (holder) {
    await runIn(['waiting']);
    return holder;
  }
  if (place === APPROVAL) {
    await runIn(['waiting']);
    return () => grantAll(command);
  }
  if (place === HELD) {
    await runIn(['waiting']);
    return () => database.query('delete from hold');
  }
  if (place.startsWith('is between')) {
    await until('a gate that thinks', async () => (await project.list()).find((name) => name === 'thinks'));
    return () => project.write('go', '');
  }
  if (place === 'is in a long statement') {
    await backendRunning(database, 'from go');
    return () => database.query('insert into go values (1)');
  }
  const session = await openSession(database);
  await until('a row of the batch', async () => {
    const { rows } = await session.query('select from items where done limit 1').catch(() => ({ rows: [] }));
    return rows[0];
  });
  if (place === 'is paused') {
    expect((await command('migrate', 'pause')).exitCode).toBe(0);
    await runIn(['paused']);
  }
  return async () => {};
}

/** Grants what waits for a decision. */
async function grantAll(command: Stage['command']): Promise<void> {
  const { stdout } = await command('approvals', 'list', '--format', 'json');
  const { approvals } = JSON.parse(stdout) as { approvals: { id: string; state: string }[] };
  for (const { id } of approvals.filter(({ state }) => state === 'pending'))
    expect((await command('approvals', 'grant', id)).exitCode).toBe(0);
}
