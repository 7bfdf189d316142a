// A long sweep of link faults: `npm run build`, then `node scripts/sweep/links.mjs [TRIALS] [SEED]`.
import { runSweep } from './run-sweep.mjs';

const [trials = '1000', seed = '20261126'] = process.argv.slice(2);
const { exitCode, outcomes, seconds } = runSweep('test/faults/runner/link-sweep.test.ts', {
  CONFITURE_SWEEP_TRIALS: trials,
  CONFITURE_SWEEP_SEED: seed,
});

for (const command of ['up', 'down', 'deliver', 'worker']) {
  const own = outcomes.filter((outcome) => outcome.command === command);
  const struck = own.filter(({ outcome }) => outcome === true).length;
  const wrong = own.filter(({ outcome }) => typeof outcome === 'string').length;
  console.log(`${command}: ${own.length} trials, ${struck} met their fault, ${wrong} went wrong`);
}
for (const { outcome } of outcomes) if (typeof outcome === 'string') console.log(`\n${outcome}`);
console.log(`seed ${seed}, ${seconds} s`);
process.exitCode = exitCode;
