import { until } from '../../e2e/sessions.js';
import { ledgerOf } from '../../e2e/tables.js';
import { type CliResult, startCli } from '../../support/cli.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { createProject, type TestProject } from '../../support/project.js';
import type { Recorder } from '../../support/receiver.js';
import { disagreements, faultsOfFinished, takeSnapshot } from './agreement.js';
import { below, type Chance } from './chance.js';
import { INVARIANT, mixedMigrations, VERIFY } from './mixed-migrations.js';
import { eventFaults, failedRun } from './received-events.js';

/** A database and a project with the mixed migrations, used again and again by one strand of a sweep. */
export interface SweepProject {
  readonly database: TestDatabase;
  /** Empties the database; where `chance` says so, two of the files fail at their first try. */
  reset(chance: Chance): Promise<void>;
  /** Starts `migrate up`, over `url` where given. */
  start(url?: string): ReturnType<typeof startCli>;
  /** Starts `webhooks deliver`. */
  deliver(): ReturnType<typeof startCli>;
  /** Throws where ledger and objects disagree at this moment; gives the number of applied migrations. */
  checkAgreement(): Promise<number>;
  /** Runs `migrate up` until it succeeds, and throws where anything else than that is left behind or told. */
  finish(): Promise<void>;
}

const MOST_RUNS = 4;
const RUN_TIMEOUT_MS = 60_000;
const EVERY_EVENT = { CONFITURE_WEBHOOK_EVENTS: '*', CONFITURE_WEBHOOK_FORMAT: 'envelope' };

export interface SweepProjectOptions {
  /** URL of another server than that of the test run. */
  readonly server?: string;
  /** Gets every event; without one no command has an endpoint. */
  readonly receiver?: Recorder;
}

export async function openSweepProject({
  server,
  receiver,
}: SweepProjectOptions = {}): Promise<SweepProject> {
  const database = await createDatabase(server);
  const project = await createMixedProject();
  const env = receiver ? { ...EVERY_EVENT, CONFITURE_WEBHOOK_URL: receiver.url } : {};
  const failedRuns = new Set<string>();
  const noteFailure = (end: CliResult) => {
    for (const id of failedRun(end)) failedRuns.add(id);
  };
  const run = (args: readonly string[], url = database.url) => {
    const command = startCli([...args, '--format', 'json', '--database-url', url], {
      cwd: project.dir,
      timeoutMs: RUN_TIMEOUT_MS,
      env,
    });
    command.ended.then(noteFailure).catch(() => {});
    return command;
  };
  const start = (url?: string) => run(['migrate', 'up', '--drain-timeout', '300'], url);
  const deliver = () => run(['webhooks', 'deliver']);
  return {
    database,
    start,
    deliver,
    reset: async (chance) => {
      await empty(database, chance);
      await project.remove('.confiture');
      failedRuns.clear();
      receiver?.requests.splice(0);
    },
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
      if (receiver) {
        const { exitCode, stderr } = await deliver().ended;
        if (exitCode !== 0) faults.push(`webhooks deliver ended with ${exitCode}: ${stderr}`);
        faults.push(...eventFaults(receiver.requests, await ledgerOf(database), failedRuns));
      }
      if (faults.length > 0) throw new Error(`when all was done: ${faults.join('; ')}`);
    },
  };
}

export async function createMixedProject(): Promise<TestProject> {
  const project = await createProject();
  for (const { name, sql, validated } of mixedMigrations) {
    await project.migration(name, `${sql}\n`, validated ? { verify: VERIFY } : {});
    if (validated) await project.write(`db/migrations/${name}.invariant.sql`, INVARIANT);
  }
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
async function runUntilDone(start: SweepProject['start']): Promise<void> {
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
