import { expect, inject } from 'vitest';
import type { CliResult, RunningCli } from '../../support/cli.js';
import { type Fault, type FaultProxy, startProxy } from '../../support/proxy.js';
import { below, type Chance } from './chance.js';
import type { LinkBench, Observed } from './link-bench.js';

/** Faults of which one side hears nothing: a person stops the command then. */
const SILENT: ReadonlySet<Fault> = new Set(['stall', 'cut-server']);
const FAULTS: readonly Fault[] = [
  'cut',
  'cut-client',
  'half-close',
  'delay',
  'cut',
  'stall',
  'half-close',
  'cut-server',
];

export type Command = 'up' | 'down' | 'deliver' | 'worker';

/** Messages that a whole command exchanges over a good link. */
export type Lengths = Record<Command, number>;

const ARGS: Readonly<Record<Command, readonly string[]>> = {
  up: ['migrate', 'up', '--drain-timeout', '300'],
  down: ['migrate', 'down', '--steps', '7', '--drain-timeout', '0'],
  deliver: ['webhooks', 'deliver'],
  worker: ['worker'],
};

interface Told {
  readonly run_id?: string;
  readonly applied?: readonly { version: string }[];
  readonly rolled_back?: readonly { version: string }[];
  readonly unknown?: readonly { version: string }[];
}

/** A trial's fault and place, for the title of what fails. */
export interface Trial {
  readonly command: Command;
  readonly fault: Fault;
  /** Number of the message that does not pass. */
  readonly place: number;
}

export function planTrial(n: number, command: Command, lengths: Lengths, chance: Chance): Trial {
  const fault = FAULTS[n % FAULTS.length] ?? 'cut';
  return { command, fault, place: 1 + below(chance, lengths[command]) };
}

/** Runs a command over a link with a fault; rejects where what it told is not what the database says. */
export async function runTrial(bench: LinkBench, { command, fault, place }: Trial): Promise<boolean> {
  const before = await bench.observe();
  const proxy = await startProxy(inject('postgresUrl'), {
    fault,
    strikes: ({ number }) => number === place,
  });
  const { stdout } = await runThrough(proxy, bench, command, fault);
  const after = await bench.observe();
  if (command === 'up' || command === 'down') compare(JSON.parse(stdout) as Told, before, after, command);
  return proxy.hasStruck();
}

/** Messages of a whole command. */
export async function measure(bench: LinkBench, command: Command): Promise<number> {
  const proxy = await startProxy(inject('postgresUrl'));
  await runThrough(proxy, bench, command, 'delay');
  await bench.observe();
  return proxy.passed();
}

/** The link ends with the command, also with one that never ends: the server would keep its session, and its lock. */
async function runThrough(
  proxy: FaultProxy,
  bench: LinkBench,
  command: Command,
  fault: Fault,
): Promise<CliResult> {
  const run = bench.start(ARGS[command], `${proxy.url}/${bench.database.name}`);
  try {
    return await endOf(run, proxy, bench, command, fault);
  } finally {
    await run.stop('SIGKILL').catch(() => {});
    proxy.close();
  }
}

async function endOf(
  run: RunningCli,
  proxy: FaultProxy,
  bench: LinkBench,
  command: Command,
  fault: Fault,
): Promise<CliResult> {
  const waits: Promise<unknown>[] = [run.ended];
  if (SILENT.has(fault)) waits.push(proxy.struck);
  if (command === 'worker') waits.push(allDelivered(bench, proxy));
  await Promise.race(waits);
  return command === 'worker' || (SILENT.has(fault) && proxy.hasStruck()) ? run.stop('SIGTERM') : run.ended;
}

const LOOKS = 2_000;
const BETWEEN_LOOKS_MS = 50;

/** A worker goes on for ever: it has done its work when nothing waits, whatever the fault was. */
async function allDelivered({ database }: LinkBench, proxy: FaultProxy): Promise<void> {
  for (let n = 0; n < LOOKS; n += 1) {
    const [row] = await database.query<{ waiting: number }>(
      `select (select count(*) from confiture.deliveries where state = 'waiting')
        + (select count(*) from confiture.outbox_records) as waiting`,
    );
    if (Number(row?.waiting) === 0 && proxy.passed() > 0) return;
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS));
  }
  throw new Error('the worker has not sent everything');
}

/** Each migration told as applied is applied; each applied one is told so, or as unknown, and never as failed. */
function compare(told: Told, before: Observed, after: Observed, command: 'up' | 'down'): void {
  const [from, to] = command === 'up' ? [before.ledger, after.ledger] : [after.ledger, before.ledger];
  const changed = to.filter((version) => !from.includes(version)).sort();
  const done = (told.applied ?? told.rolled_back ?? []).map(({ version }) => version).sort();
  const unknown = (told.unknown ?? []).map(({ version }) => version);
  expect(
    changed.filter((version) => !unknown.includes(version)),
    `told: ${JSON.stringify(told)}`,
  ).toEqual(done);
  const failures = after.failures.filter((failure) => !before.failures.includes(failure));
  const wrong = failures.filter((failure) => changed.some((version) => failure.endsWith(` ${version}`)));
  expect(wrong, `told as failed: ${JSON.stringify(told)}`).toEqual([]);
}
