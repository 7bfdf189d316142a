// A long kill sweep: `npm run build`, then `node scripts/sweep-kills.mjs [KILLS] [SEED]`. Prints what came of it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const [kills = '2000', seed = '20260501'] = process.argv.slice(2);
const folder = mkdtempSync(path.join(os.tmpdir(), 'confiture-sweep-'));
const report = path.join(folder, 'outcomes.jsonl');
const started = Date.now();

const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'sweep', 'test/faults/runner/kill-sweep.test.ts'],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      CONFITURE_SWEEP_KILLS: kills,
      CONFITURE_SWEEP_SEED: seed,
      CONFITURE_SWEEP_REPORT: report,
    },
  },
);

const outcomes = existsSync(report)
  ? readFileSync(report, 'utf8')
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  : [];
for (const kind of ['moment', 'message']) {
  const own = outcomes.filter((outcome) => outcome.kind === kind);
  const last = own.at(-1) ?? { hit: 0, late: 0 };
  const faults = own.filter(({ fault }) => fault !== null);
  console.log(`${kind}: ${last.hit} kills, ${last.late} runs ended before theirs, ${faults.length} faults`);
  for (const { fault } of faults) console.log(`  ${fault}`);
}
console.log(`seed ${seed}, ${Math.round((Date.now() - started) / 1000)} s`);
rmSync(folder, { recursive: true, force: true });
process.exitCode = status ?? 1;
