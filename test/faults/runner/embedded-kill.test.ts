import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { expect, test } from 'vitest';
import { startCli } from '../../support/cli.js';
import type { TestProject } from '../../support/project.js';
import { disagreements, faultsOfFinished, type Queryable, takeSnapshot } from '../support/agreement.js';
import { chanceOf } from '../support/chance.js';
import { createMixedProject } from '../support/sweep-project.js';

const SEED = 20_260_504;
const KILLS = Number(process.env.CONFITURE_SWEEP_EMBEDDED ?? 3);
const MOST_ROUNDS = KILLS * 3;
const SEQUENCES = `create schema chance;
create sequence chance.file_attempt start 2;
create sequence chance.statement_attempt start 2;`;

/** A signal lets the run end by itself: the engine is stopped, and what became of the migrations is told. */
test.each(['SIGKILL', 'SIGTERM'] as const)(
  'leaves an embedded database that the next run finishes, wherever %s hits it',
  { timeout: 120_000 + KILLS * 60_000 },
  async (signal) => {
    const chance = chanceOf(SEED);
    const began = performance.now();
    await finish(await embeddedProject());
    let spanMs = performance.now() - began;
    let hit = 0;

    for (let round = 0; round < MOST_ROUNDS && hit < KILLS; round += 1) {
      const project = await embeddedProject();
      const run = up(project);
      const timer = setTimeout(() => process.kill(run.pid, signal), ((hit + chance()) / KILLS) * spanMs);
      const ended = await run.ended;
      clearTimeout(timer);
      if (ended.exitCode === null || ended.exitCode === 143) hit += 1;
      // A run that was over first tells that the machine is quicker now than when the span was measured.
      else spanMs *= 0.7;
      if (ended.exitCode === 143) await toldTruly(project, ended.stdout);
      await finish(project);
    }

    expect(hit).toBe(KILLS);
  },
);

/** What a stopped run says to be applied is what the ledger holds. */
async function toldTruly(project: TestProject, stdout: string): Promise<void> {
  const { applied = [] } = JSON.parse(stdout) as { applied?: { version: string }[] };
  const status = await project.run(['migrate', 'status', '--format', 'json']);
  const { migrations = [] } = JSON.parse(status.stdout) as {
    migrations?: { version: string; state: string }[];
  };
  const ledger = migrations.filter(({ state }) => state === 'applied').map(({ version }) => version);
  expect(ledger).toEqual(applied.map(({ version }) => version));
}

async function embeddedProject(): Promise<TestProject> {
  const project = await createMixedProject();
  await project.migration('000_chance', SEQUENCES);
  return project;
}

async function finish(project: TestProject): Promise<void> {
  const { exitCode, stdout, stderr } = await up(project).ended;
  if (exitCode !== 0) throw new Error(`the run ended with ${exitCode}\n${stdout}\n${stderr}`);
  const faults = await inspect(project);
  expect(faults).toEqual([]);
}

function up(project: TestProject) {
  return startCli(['migrate', 'up', '--format', 'json'], { cwd: project.dir, timeoutMs: 60_000 });
}

async function inspect(project: TestProject): Promise<string[]> {
  const engine = await PGlite.create({ dataDir: path.join(project.dir, '.confiture/database') });
  const database: Queryable = {
    query: async <Row extends object>(text: string) => (await engine.query<Row>(text)).rows,
  };
  try {
    const snapshot = await takeSnapshot(database);
    return snapshot
      ? [...disagreements(snapshot), ...(await faultsOfFinished(database))]
      : ['nothing was applied'];
  } finally {
    await engine.close();
  }
}
