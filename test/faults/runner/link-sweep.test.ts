import { expect, onTestFinished, test } from 'vitest';
import { startRecorder } from '../../support/receiver.js';
import { chanceOf } from '../support/chance.js';
import { type LinkBench, openLinkBench } from '../support/link-bench.js';
import {
  type Command,
  type Lengths,
  measure,
  planTrial,
  runTrial,
  type Trial,
} from '../support/link-trial.js';
import { noteOutcome } from '../support/note-outcome.js';

const SEED = Number(process.env.CONFITURE_SWEEP_SEED ?? 20_261_126);
const TRIALS = Number(process.env.CONFITURE_SWEEP_TRIALS ?? 24);
const BENCHES = 4;
const UP = ['migrate', 'up', '--drain-timeout', '0'];
const DOWN = ['migrate', 'down', '--steps', '7', '--drain-timeout', '0'];
const DELIVER = ['webhooks', 'deliver'];

test('leaves ledger, objects and events agreeing, and tells no failure of what is committed, whatever becomes of a link', {
  timeout: 120_000 + TRIALS * 8_000,
}, async () => {
  const receiver = await startRecorder();
  onTestFinished(() => receiver.close());
  const chance = chanceOf(SEED);
  const benches = await Promise.all(
    Array.from({ length: BENCHES }, (_, index) => openLinkBench(receiver, index % 2 === 1)),
  );
  const [first] = benches;
  if (!first) return;
  const lengths = await measureAll(first);
  const faults: string[] = [];
  let begun = 0;
  let struck = 0;
  const attempt = async (bench: LinkBench, command: Command) => {
    if (begun >= TRIALS) return;
    const trial = planTrial(begun, command, lengths, chance);
    begun += 1;
    const outcome = await runTrial(bench, trial).catch((error: Error) => describe(trial, error));
    if (outcome === true) struck += 1;
    if (typeof outcome === 'string') faults.push(outcome);
    noteOutcome({ ...trial, outcome });
  };
  const work = async (bench: LinkBench, index: number) => {
    for (let round = index; begun < TRIALS; round += 1) {
      await attempt(bench, 'up');
      await bench.finish(UP);
      await attempt(bench, round % 2 === 0 ? 'deliver' : 'worker');
      await attempt(bench, 'down');
      await bench.finish(DOWN);
    }
    await bench.finish(DELIVER);
    await bench.checkDeliveries();
  };
  await Promise.all(benches.map(work));

  expect(faults).toEqual([]);
  expect(struck).toBeGreaterThan(TRIALS / 2);
});

async function measureAll(bench: LinkBench): Promise<Lengths> {
  const up = await measure(bench, 'up');
  await bench.finish(DOWN);
  const deliver = await measure(bench, 'deliver');
  await bench.finish(UP);
  const worker = await measure(bench, 'worker');
  return { up, deliver, worker, down: await measure(bench, 'down') };
}

function describe({ command, fault, place }: Trial, error: Error): string {
  return `${command}, ${fault} at message ${place}: ${error.message}`;
}
