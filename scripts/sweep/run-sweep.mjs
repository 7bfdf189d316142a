import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Runs one test of the project `sweep` at another size, and returns the outcomes that it has noted one by one. */
export function runSweep(file, sizes) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'confiture-sweep-'));
  const report = path.join(folder, 'outcomes.jsonl');
  const started = Date.now();
  try {
    const { status } = spawnSync(
      process.execPath,
      ['node_modules/vitest/vitest.mjs', 'run', '--project', 'sweep', file],
      { stdio: 'inherit', env: { ...process.env, ...sizes, CONFITURE_SWEEP_REPORT: report } },
    );
    const lines = existsSync(report) ? readFileSync(report, 'utf8').split('\n').filter(Boolean) : [];
    const outcomes = lines.map((line) => JSON.parse(line));
    return { exitCode: status ?? 1, outcomes, seconds: Math.round((Date.now() - started) / 1000) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
