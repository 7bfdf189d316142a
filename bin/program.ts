import path from 'node:path';
import { runProgram } from '../src/cli/program.js';
import { watchSignals } from '../src/cli/watch-signals.js';
import type { BuiltInHooks } from '../src/cli/world.js';
import type { Settings } from '../src/config/settings.js';

/** Runs the command of this process and sets its exit code. */
export async function main(version: string): Promise<void> {
  const signal = watchSignals(process, ({ exitCode }) => process.exit(exitCode));
  process.exitCode = await runProgram(process.argv.slice(2), {
    env: process.env,
    cwd: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
    version,
    selfEntry: path.join(__dirname, '../src/index.js'),
    signal,
    builtInHooks: (settings) => builtInHooks(settings, version),
  });
  // A hook that was left behind can hold the process; whoever asked it to stop does not wait for that.
  if (signal.aborted) process.exit();
}

/** Loaded only where there is an endpoint to send to. */
async function builtInHooks(
  { endpoints, variables, redact, allowedNetworks }: Settings,
  version: string,
): Promise<BuiltInHooks> {
  if (endpoints.length === 0) return { hooks: [], close: async () => {} };
  const { createWebhooksHook } = await import('../hooks/webhooks.js');
  const hook = createWebhooksHook({ endpoints, variables, version, allowedNetworks, redaction: redact });
  return { hooks: [hook], close: hook.close };
}
