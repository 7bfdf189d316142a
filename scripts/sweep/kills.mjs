// A long kill sweep: `npm run build`, then `node scripts/sweep/kills.mjs [KILLS] [SEED]`. Prints what came of it.
import { runSweep } from './run-sweep.mjs';

const [kills = '2000', seed = '20260501'] = process.argv.slice(2);
const { exitCode, outcomes, seconds } = runSweep('test/faults/runner/kill-sweep.test.ts', {
  CONFITURE_SWEEP_KILLS: kills,
  CONFITURE_SWEEP_SEED: seed,
});

for (const kind of ['moment', 'message']) {
  const own = outcomes.filter((outcome) => outcome.kind === kind);
  const last = own.at(-1) ?? { hit: 0, late: 0 };
  const faults = own.filter(({ fault }) => fault !== null);
  console.log(`${kind}: ${last.hit} kills, ${last.late} runs ended before theirs, ${faults.length} faults`);
  for (const { fault } of faults) console.log(`  ${fault}`);
}
console.log(`seed ${seed}, ${seconds} s`);
process.exitCode = exitCode;
