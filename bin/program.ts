import path from 'node:path';
import { openBuiltInHooks } from '../hooks/built-in.js';
import type { ProcessContext } from '../src/cli/process/process-context.js';
import { watchSignals } from '../src/cli/process/watch-signals.js';
import { watchUncaught } from '../src/cli/process/watch-uncaught.js';
import { runProgram } from '../src/cli/program.js';
import { reportCrash } from '../src/cli/run-command.js';
import { EXIT } from '../src/errors.js';
import { confineUserCode } from './confine-user-code.js';

/** Runs the command of this process and sets its exit code. */
export async function main(version: string): Promise<void> {
  const stdout = confineUserCode(process);
  const signal = watchSignals(process, ({ exitCode }) => process.exit(exitCode));
  const crash = watchUncaught(process);
  const processContext: ProcessContext = {
    env: process.env,
    cwd: process.cwd(),
    stdout,
    stderr: process.stderr,
    get stdin() {
      return process.stdin;
    },
    version,
    selfEntry: path.join(__dirname, '../src/index.js'),
    signal,
    crash,
    builtInHooks: (settings, endpoints) => openBuiltInHooks(settings, endpoints, version),
  };
  process.exitCode = await runProgram(process.argv.slice(2), processContext);
  // A hook that was left behind can hold the process; a user who asked it to stop does not wait for that.
  const isStopped = signal.aborted || process.exitCode === EXIT.stopped;
  if (isStopped || crash.aborted) process.exit();
  crash.addEventListener('abort', async () => process.exit(await reportCrash(processContext)));
}
