#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import type { BuiltInHooks } from '../src/cli/world.js';
import type { Settings } from '../src/config/settings.js';

const version = process.env.CONFITURE_VERSION ?? 'development';
const args = process.argv.slice(2);

if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  process.stdout.write(`${version}\n`);
} else {
  const { watchSignals } = await import('../src/cli/watch-signals.js');
  const signal = watchSignals(process, ({ exitCode }) => process.exit(exitCode));
  process.exitCode = await run(signal);
  // A hook that was left behind can hold the process; whoever asked it to stop does not wait for that.
  if (signal.aborted) process.exit();
}

async function run(signal: AbortSignal): Promise<number> {
  const { runProgram } = await import('../src/cli/program.js');
  return runProgram(args, {
    env: process.env,
    cwd: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
    version,
    selfEntry: fileURLToPath(new URL('../src/index.js', import.meta.url)),
    signal,
    builtInHooks,
  });
}

/** Loaded only where there is an endpoint to send to. */
async function builtInHooks({ endpoints, variables }: Settings): Promise<BuiltInHooks> {
  if (endpoints.length === 0) return { hooks: [], close: async () => {} };
  const { createWebhooksHook } = await import('../hooks/webhooks.js');
  const hook = createWebhooksHook({ endpoints, variables, version });
  return { hooks: [hook], close: hook.close };
}
