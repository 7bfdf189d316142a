import { inject } from 'vitest';
import { holdAfter, startProxy } from '../../support/proxy.js';
import { below, type Chance } from './chance.js';
import { type Lane, openLane } from './lane.js';

export interface KillOptions {
  /** Kills that must hit a run before it has ended by itself. */
  readonly kills: number;
  /** Databases that are worked on side by side. */
  readonly lanes: number;
  readonly chance: Chance;
  /** Called after each kill and what followed it. */
  readonly onOutcome?: (outcome: { hit: number; late: number; fault: string | null }) => void;
}

export interface KillFigures {
  readonly kills: number;
  /** Runs that had ended before their kill came. */
  readonly tooLate: number;
  /** What was not as it must be; a sweep goes on after it. */
  readonly faults: readonly string[];
  /** Numbers of applied migrations that were seen right after a kill. */
  readonly placesHit: readonly number[];
}

/** Starts a run, and kills it at a place of its own choice; false where the run ended by itself. */
type Kill = (lane: Lane) => Promise<boolean>;

/** Kills at random moments, spread over the length of a whole run. */
export async function killAtTimes(options: KillOptions): Promise<KillFigures> {
  const span = { ms: 0 };
  const measure = async (lane: Lane) => {
    const started = performance.now();
    await whole(lane.start());
    span.ms = Math.max(span.ms, performance.now() - started);
  };
  return sweep(options, measure, async (lane) => {
    const run = lane.start();
    const timer = setTimeout(() => process.kill(run.pid, 'SIGKILL'), options.chance() * span.ms);
    const { exitCode } = await run.ended;
    clearTimeout(timer);
    return exitCode === null;
  });
}

/** Kills right after the n-th message has left for the server, while those behind it are held back. */
export async function killAtMessages(options: KillOptions): Promise<KillFigures> {
  const total = { messages: 0 };
  const measure = async (lane: Lane) => {
    const proxy = await startProxy(inject('postgresUrl'));
    await whole(lane.start(`${proxy.url}/${lane.database.name}`));
    total.messages = Math.max(total.messages, proxy.first.toServer.messages);
    proxy.close();
  };
  return sweep(options, measure, async (lane) => {
    const place = 1 + below(options.chance, total.messages);
    const proxy = await startProxy(inject('postgresUrl'), holdAfter(place));
    const run = lane.start(`${proxy.url}/${lane.database.name}`);
    proxy.struck.then(() => process.kill(run.pid, 'SIGKILL'));
    const { exitCode } = await run.ended;
    proxy.close();
    return exitCode === null;
  });
}

/** No file of the lane fails at first. */
const untroubled: Chance = () => 0.99;

async function whole(run: ReturnType<Lane['start']>): Promise<void> {
  const { exitCode, stdout, stderr } = await run.ended;
  if (exitCode !== 0) throw new Error(`the run to be measured ended with ${exitCode}\n${stdout}\n${stderr}`);
}

/** Kills until enough have hit; most of them are followed by a run to the end, some by another kill. */
async function sweep(
  { kills, lanes, chance, onOutcome = () => {} }: KillOptions,
  measure: (lane: Lane) => Promise<void>,
  kill: Kill,
): Promise<KillFigures> {
  const placesHit = new Set<number>();
  const faults: string[] = [];
  const count = { begun: 0, hit: 0, late: 0 };
  const killOnce = async (lane: Lane): Promise<void> => {
    if (await kill(lane)) {
      count.hit += 1;
      placesHit.add(await lane.checkAgreement());
      if (below(chance, 4) === 0) return;
    } else {
      count.late += 1;
      count.begun -= 1;
    }
    await lane.finish();
    await lane.reset(chance);
  };
  const work = async (lane: Lane) => {
    await lane.reset(chance);
    while (count.begun < kills && count.late <= kills + 20) {
      count.begun += 1;
      const fault = await killOnce(lane).then(() => null, String);
      onOutcome({ ...count, fault });
      if (fault === null) continue;
      faults.push(fault);
      await lane.reset(chance);
    }
    await lane.finish();
  };
  const open = await Promise.all(Array.from({ length: lanes }, () => openLane()));
  await Promise.all(open.map((lane) => lane.reset(untroubled).then(() => measure(lane))));
  await Promise.all(open.map(work));
  return { kills: count.hit, tooLate: count.late, faults, placesHit: [...placesHit].sort((a, b) => a - b) };
}
