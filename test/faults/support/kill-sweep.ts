import { inject, onTestFinished } from 'vitest';
import { holdAfter, startProxy } from '../../support/proxy.js';
import { startRecorder } from '../../support/receiver.js';
import { below, type Chance } from './chance.js';
import { openSweepProject, type SweepProject } from './sweep-project.js';

export interface KillOptions {
  /** Kills that must hit a run before it has ended by itself. */
  readonly kills: number;
  /** Projects, each with a database and a receiver, that are worked on side by side. */
  readonly projects: number;
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

/**
 * Starts a command, and kills it at a place of its own choice; false where it ended by itself. `isFresh`: nothing was run
 * since the last reset, so that there is nothing to deliver.
 */
type Kill = (project: SweepProject, isFresh: boolean) => Promise<boolean>;

/** Kills at random moments, spread over the length of a whole run. */
export async function killAtTimes(options: KillOptions): Promise<KillFigures> {
  const span = { ms: 0 };
  const measure = async (project: SweepProject) => {
    const started = performance.now();
    await whole(project.start());
    span.ms = Math.max(span.ms, performance.now() - started);
  };
  return sweep(options, measure, async (project, isFresh) => {
    const isDeliver = !isFresh && below(options.chance, 3) === 0;
    const run = isDeliver ? project.deliver() : project.start();
    const afterMs = options.chance() * (isDeliver ? span.ms / 4 : span.ms);
    const timer = setTimeout(() => process.kill(run.pid, 'SIGKILL'), afterMs);
    const { exitCode } = await run.ended;
    clearTimeout(timer);
    return exitCode === null;
  });
}

/** Kills right after the n-th message has left for the server, while those behind it are held back. */
export async function killAtMessages(options: KillOptions): Promise<KillFigures> {
  const total = { messages: 0 };
  const measure = async (project: SweepProject) => {
    const proxy = await startProxy(inject('postgresUrl'));
    await whole(project.start(`${proxy.url}/${project.database.name}`));
    total.messages = Math.max(total.messages, proxy.first.toServer.messages);
    proxy.close();
  };
  return sweep(options, measure, async (project) => {
    const place = 1 + below(options.chance, total.messages);
    const proxy = await startProxy(inject('postgresUrl'), holdAfter(place));
    const run = project.start(`${proxy.url}/${project.database.name}`);
    proxy.struck.then(() => process.kill(run.pid, 'SIGKILL'));
    const { exitCode } = await run.ended;
    proxy.close();
    return exitCode === null;
  });
}

async function openWithReceiver(): Promise<SweepProject> {
  const receiver = await startRecorder();
  onTestFinished(() => receiver.close());
  return openSweepProject({ receiver });
}

/** No file of the project fails at first. */
const untroubled: Chance = () => 0.99;

async function whole(run: ReturnType<SweepProject['start']>): Promise<void> {
  const { exitCode, stdout, stderr } = await run.ended;
  if (exitCode !== 0) throw new Error(`the run to be measured ended with ${exitCode}\n${stdout}\n${stderr}`);
}

/** Kills until enough have hit; most of them are followed by a run to the end, some by another kill. */
async function sweep(
  { kills, projects, chance, onOutcome = () => {} }: KillOptions,
  measure: (project: SweepProject) => Promise<void>,
  kill: Kill,
): Promise<KillFigures> {
  const placesHit = new Set<number>();
  const faults: string[] = [];
  const count = { begun: 0, hit: 0, late: 0 };
  const touched = new Set<SweepProject>();
  const killOnce = async (project: SweepProject): Promise<void> => {
    if (await kill(project, !touched.has(project))) {
      count.hit += 1;
      placesHit.add(await project.checkAgreement());
      touched.add(project);
      if (below(chance, 3) === 0) return;
    } else {
      count.late += 1;
      count.begun -= 1;
    }
    await project.finish();
    await project.reset(chance);
    touched.delete(project);
  };
  const work = async (project: SweepProject) => {
    await project.reset(chance);
    while (count.begun < kills && count.late <= kills + 20) {
      count.begun += 1;
      const fault = await killOnce(project).then(() => null, String);
      onOutcome({ ...count, fault });
      if (fault === null) continue;
      faults.push(fault);
      await project.reset(chance);
      touched.delete(project);
    }
    await project.finish();
  };
  const open = await Promise.all(Array.from({ length: projects }, openWithReceiver));
  await Promise.all(open.map((project) => project.reset(untroubled).then(() => measure(project))));
  await Promise.all(open.map(work));
  return { kills: count.hit, tooLate: count.late, faults, placesHit: [...placesHit].sort((a, b) => a - b) };
}
