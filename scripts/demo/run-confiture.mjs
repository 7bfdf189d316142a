import { spawn } from 'node:child_process';
import path from 'node:path';

const CLI = path.resolve(process.env.CONFITURE_DEMO_CLI ?? 'dist/bin/confiture.cjs');

/** Nothing of the caller's environment may change the demo: no CI, no database, no other webhooks. */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'TERM', 'COLORTERM', 'NO_COLOR', 'FORCE_COLOR', 'SystemRoot'];

/** Starts the built CLI in `folder`. */
export function startConfiture(args, { folder, env, stdio, timeout }) {
  const passedOn = Object.fromEntries(PASSED_ON.map((name) => [name, process.env[name]]));
  return spawn(process.execPath, [CLI, ...args], {
    cwd: folder,
    env: { ...passedOn, ...env },
    stdio,
    timeout,
  });
}

/** Runs the built CLI on this terminal and gives its exit code; null where a signal ended it. */
export function runConfiture(args, { folder, env }) {
  // One stream for both, so that a pipe shows them in the order they were written.
  const child = startConfiture(args, { folder, env, stdio: ['ignore', 1, 1], timeout: 120_000 });
  return new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
}
