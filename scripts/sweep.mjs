// `npm run test:sweeps`: what a contributor does not wait for, the tests of the project `sweep`, at more places than where
// one of them is run by itself. The last line sums up.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { countsOf } from './vitest-counts.mjs';

const SIZES = {
  CONFITURE_SWEEP_TRIALS: '100',
  CONFITURE_SWEEP_KILLS: '150',
  CONFITURE_SWEEP_CUTS: '48',
  CONFITURE_SWEEP_EMBEDDED: '8',
  CONFITURE_SWEEP_CRASHES: '10',
};

const folder = mkdtempSync(path.join(os.tmpdir(), 'confiture-sweeps-'));
const report = path.join(folder, 'report.json');
const projects = ['--project', 'sweep'];
const flags = [...projects, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...flags], {
  stdio: 'inherit',
  env: { ...SIZES, ...process.env },
});
const { passed, failed } = countsOf(report);
rmSync(folder, { recursive: true, force: true });
console.log(`test:sweeps: ${passed} passed, ${failed} failed`);
process.exitCode = status ?? 1;
