// A long sweep of link faults: `npm run build`, then `node scripts/sweep-links.mjs [TRIALS] [SEED]`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const [trials = '1000', seed = '20261126'] = process.argv.slice(2);
const folder = mkdtempSync(path.join(os.tmpdir(), 'confiture-sweep-'));
const report = path.join(folder, 'outcomes.jsonl');
const started = Date.now();

const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'sweep', 'test/faults/runner/link-sweep.test.ts'],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      CONFITURE_SWEEP_TRIALS: trials,
      CONFITURE_SWEEP_SEED: seed,
      CONFITURE_SWEEP_REPORT: report,
    },
  },
);

const text = existsSync(report) ? readFileSync(report, 'utf8').trim() : '';
const outcomes = text === '' ? [] : text.split('\n').map((line) => JSON.parse(line));
for (const command of ['up', 'down', 'deliver', 'worker']) {
  const own = outcomes.filter((outcome) => outcome.command === command);
  const struck = own.filter(({ outcome }) => outcome === true).length;
  const wrong = own.filter(({ outcome }) => typeof outcome === 'string').length;
  console.log(`${command}: ${own.length} trials, ${struck} met their fault, ${wrong} went wrong`);
}
for (const { outcome } of outcomes) if (typeof outcome === 'string') console.log(`\n${outcome}`);
console.log(`seed ${seed}, ${Math.round((Date.now() - started) / 1000)} s`);
rmSync(folder, { recursive: true, force: true });
process.exitCode = status ?? 1;
