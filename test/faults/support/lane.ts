import { until } from '../../e2e/sessions.js';
import { startCli } from '../../support/cli.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { createProject, type TestProject } from '../../support/project.js';
import { disagreements, faultsOfFinished, takeSnapshot } from './agreement.js';
import { below, type Chance } from './chance.js';
import { mixedMigrations } from './mixed-migrations.js';

/** A database and a project with the mixed migrations, used again and again by one strand of a sweep. */
export interface Lane {
  readonly database: TestDatabase;
  /** Empties the database; where `chance` says so, two of the files fail at their first try. */
  reset(chance: Chance): Promise<void>;
  /** Starts `migrate up`, over `url` where given. */
  start(url?: string): ReturnType<typeof startCli>;
  /** Throws where ledger and objects disagree at this moment; gives the number of applied migrations. */
  checkAgreement(): Promise<number>;
  /** Runs `migrate up` until it succeeds, and throws where anything else than that is left behind. */
  finish(): Promise<void>;
}

const MOST_RUNS = 4;
const RUN_TIMEOUT_MS = 60_000;

/** `server` is the URL of another server than that of the test run. */
export async function openLane(server?: string): Promise<Lane> {
  const database = await createDatabase(server);
  const project = await createMixedProject();
  const start = (url = database.url) =>
    startCli(['migrate', 'up', '--format', 'json', '--database-url', url], {
      cwd: project.dir,
      timeoutMs: RUN_TIMEOUT_MS,
    });
  return {
    database,
    start,
    reset: (chance) => empty(database, chance),
    checkAgreement: async () => {
      const snapshot = await takeSnapshot(database);
      const faults = snapshot ? disagreements(snapshot) : [];
      if (faults.length > 0) throw new Error(`after the fault: ${faults.join('; ')}`);
      return snapshot?.ledger.length ?? 0;
    },
    finish: async () => {
      await runUntilDone(start);
      await noSessionLeft(database);
      const faults = await faultsOfFinished(database);
      if (faults.length > 0) throw new Error(`when all was done: ${faults.join('; ')}`);
    },
  };
}

export async function createMixedProject(): Promise<TestProject> {
  const project = await createProject();
  for (const { name, sql } of mixedMigrations) await project.migration(name, `${sql}\n`);
  return project;
}

/** Resolves once the server has no session of a run any more. */
export async function noSessionLeft(database: TestDatabase): Promise<void> {
  await until('the end of all sessions', async () => {
    const [row] = await database.query<{ count: number }>(
      `select count(*)::integer as count from pg_stat_activity
      where datname = current_database() and application_name like 'confiture%'`,
    );
    return row?.count === 0 ? true : undefined;
  });
}

async function empty(database: TestDatabase, chance: Chance): Promise<void> {
  const start = () => (below(chance, 3) === 0 ? 1 : 2);
  await noSessionLeft(database);
  await database.query(`drop schema if exists public, confiture, chance cascade;
    create schema public;
    create schema chance;
    create sequence chance.file_attempt start ${start()};
    create sequence chance.statement_attempt start ${start()}`);
}

/** The two files that fail at first are no reason to stop; anything else is. */
async function runUntilDone(start: Lane['start']): Promise<void> {
  for (let run = 1; run <= MOST_RUNS; run += 1) {
    const { exitCode, stdout, stderr } = await start().ended;
    if (exitCode === 0) return;
    const [error] = (JSON.parse(stdout) as { errors?: { sqlstate?: string }[] }).errors ?? [];
    if (exitCode !== 1 || error?.sqlstate !== '22012') {
      throw new Error(`run ${run} after the fault ended with ${exitCode}\n${stdout}\n${stderr}`);
    }
  }
  throw new Error(`not done after ${MOST_RUNS} runs`);
}
