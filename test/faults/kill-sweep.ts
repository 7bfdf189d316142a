import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { cliPath } from '../support/cli.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { createProject, type TestProject } from '../support/project.js';
import type { RecordedRequest } from '../support/receiver.js';

/** What one project has seen at the end of its kills. */
export interface SweepRecord {
  /** Processes that a SIGKILL ended. */
  readonly kills: number;
  /** Runs that said themselves that they had failed, by their run id. */
  readonly observedFailures: readonly string[];
  readonly ledger: readonly string[];
  readonly deliver: { readonly exitCode: number | null; readonly stdout: string };
}

export interface SweepOptions {
  readonly endpointUrl: string;
  readonly kills: number;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
}

const MIGRATIONS = 40;
const MOST_ROUNDS = 60;

/**
 * Kills runs of one project, and now and then a `webhooks deliver`, at random moments until `kills` are reached or
 * everything is applied, lets a last run finish, and sends what is left with one `webhooks deliver`.
 */
export async function sweepProject({ endpointUrl, kills, random }: SweepOptions): Promise<SweepRecord> {
  const database = await createDatabase();
  const project = await createProject();
  await writeMigrations(project, random);
  const env = {
    DATABASE_URL: database.url,
    CONFITURE_WEBHOOK_URL: endpointUrl,
    CONFITURE_WEBHOOK_EVENTS: '*',
    CONFITURE_WEBHOOK_FORMAT: 'envelope',
  };
  const observedFailures: string[] = [];
  let killed = 0;
  for (let round = 0; round < MOST_ROUNDS && killed < kills; round += 1) {
    const isRun = random() < 0.85;
    const args = isRun ? ['migrate', 'up', '--drain-timeout', '300'] : ['webhooks', 'deliver'];
    const end = await runAndKill(args, project.dir, env, 40 + random() * (isRun ? 500 : 150));
    if (end.killed) killed += 1;
    else if (isRun) observedFailures.push(...failureOf(end.stdout));
    if (await isApplied(database)) break;
  }
  const last = await project.run(['migrate', 'up', '--format', 'json', '--drain-timeout', '0'], env);
  observedFailures.push(...failureOf(last.stdout));
  const deliver = await project.run(['webhooks', 'deliver', '--format', 'json'], env);
  const ledger = await database.query<{ version: string }>(
    'select version from tb_confiture order by version',
  );
  return { kills: killed, observedFailures, ledger: ledger.map(({ version }) => version), deliver };
}

/** Files that take a few milliseconds each, and at the end one that fails. */
async function writeMigrations(project: TestProject, random: () => number): Promise<void> {
  for (let index = 1; index <= MIGRATIONS; index += 1) {
    const version = String(index).padStart(3, '0');
    const pause = (random() * 0.03).toFixed(3);
    await project.migration(
      `${version}_step`,
      `create table step_${version} (id int); select pg_sleep(${pause}); insert into step_${version} values (1);`,
    );
  }
  await project.migration('900_fails', 'create table half (id int); select 1 / 0;');
}

async function isApplied(database: TestDatabase): Promise<boolean> {
  const [row] = await database.query<{ made: boolean }>(
    "select to_regclass('tb_confiture') is not null as made",
  );
  if (!row?.made) return false;
  const [counted] = await database.query<{ count: number }>('select count(*)::int from tb_confiture');
  return counted?.count === MIGRATIONS;
}

function runAndKill(
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
  afterMs: number,
): Promise<{ killed: boolean; stdout: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [cliPath, ...args, '--format', 'json'], {
      cwd,
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    const end = new AbortController();
    sleep(afterMs, undefined, { signal: end.signal }).then(
      () => child.kill('SIGKILL'),
      () => false,
    );
    child.once('close', (_code, signal) => {
      end.abort();
      resolve({ killed: signal === 'SIGKILL', stdout });
    });
  });
}

function failureOf(stdout: string): string[] {
  const document = JSON.parse(stdout) as { success?: boolean; run_id?: string };
  return document.success === false && document.run_id ? [document.run_id] : [];
}

/** An event as a receiver got it. */
export interface ReceivedEvent {
  readonly id: string;
  readonly type: string;
  readonly version: string;
  readonly runId: string;
  readonly body: string;
}

export function receivedEvent({ body }: RecordedRequest): ReceivedEvent {
  const text = body.toString('utf8');
  const { id, type, data } = JSON.parse(text) as {
    id: string;
    type: string;
    data: { migration_version: string; run_id: string };
  };
  return { id, type, version: data.migration_version, runId: data.run_id, body: text };
}

/** A small seeded generator (mulberry32), so that a sweep can be repeated. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
