import { expect, inject, test } from 'vitest';
import { atByte, type Direction, type Fault, type FaultProxy, startProxy } from '../../support/proxy.js';
import { below, type Chance, chanceOf } from '../support/chance.js';
import { openSweepProject, type SweepProject } from '../support/sweep-project.js';

const SEED = 20_260_503;
const CUTS = Number(process.env.CONFITURE_SWEEP_CUTS ?? 16);
const PROJECTS = 3;
const DONE = 0;
const FILE_FAILED = 1;
const CONNECTION_LOST = 3;
const TERMINATED = 143;

test('goes on by itself after the connection was cut at any byte', {
  timeout: 60_000 + CUTS * 20_000,
}, async () => {
  const chance = chanceOf(SEED);
  const projects = await Promise.all(Array.from({ length: PROJECTS }, () => openSweepProject()));
  const whole = await measure(projects);
  const exitCodes: (number | null)[] = [];
  const applied = new Set<number>();
  let begun = 0;
  const work = async (project: SweepProject) => {
    while (begun < CUTS) {
      const { direction, bytes, fault } = planCut(begun, chance, whole);
      begun += 1;
      await project.reset(chance);
      const proxy = await startProxy(inject('postgresUrl'), atByte(direction, bytes, fault));
      exitCodes.push(await runInto(project, proxy, fault));
      proxy.close();
      applied.add(await project.checkAgreement());
      await project.finish();
    }
  };
  await Promise.all(projects.map(work));

  expect(exitCodes).toHaveLength(CUTS);
  const others = exitCodes.filter(
    (code) => ![DONE, FILE_FAILED, CONNECTION_LOST, TERMINATED].includes(code ?? -1),
  );
  expect(others).toEqual([]);
  expect(exitCodes.filter((code) => code === CONNECTION_LOST).length).toBeGreaterThan(CUTS / 4);
  expect(applied.size).toBeGreaterThan(3);
});

interface Cut {
  readonly direction: Direction;
  /** Bytes that still pass. */
  readonly bytes: number;
  readonly fault: Fault;
}

/** Each direction and each kind of cut in turn, at a byte of chance. */
function planCut(n: number, chance: Chance, whole: FaultProxy['first']): Cut {
  const kinds: Fault[] = ['cut', 'cut-client', 'cut-server', 'stall'];
  const direction = n % 2 === 0 ? 'toServer' : 'toClient';
  const fault = kinds[Math.floor(n / 2) % kinds.length] ?? 'cut';
  return { direction, bytes: below(chance, whole[direction].bytes), fault };
}

/** A run that hears nothing of the cut waits; a person stops it then. */
async function runInto(project: SweepProject, proxy: FaultProxy, fault: Fault): Promise<number | null> {
  const run = project.start(`${proxy.url}/${project.database.name}`);
  const mayHear = fault === 'cut' || fault === 'cut-client';
  const ended = await (mayHear
    ? run.ended
    : Promise.race([run.ended, proxy.struck.then(() => run.stop('SIGTERM'))]));
  expect(() => JSON.parse(ended.stdout)).not.toThrow();
  return ended.exitCode;
}

async function measure(projects: readonly SweepProject[]): Promise<FaultProxy['first']> {
  const [project] = projects;
  const proxy = await startProxy(inject('postgresUrl'));
  if (!project) return proxy.first;
  await project.reset(() => 0.99);
  await project.start(`${proxy.url}/${project.database.name}`).ended;
  proxy.close();
  return proxy.first;
}
