import { type Command, CommanderError } from 'commander';
import type { FlagValues } from '../config/options/option-values.js';
import { buildProgram } from './build-program.js';
import type { ProcessContext } from './process/process-context.js';
import { runCommand } from './run-command.js';
import { commandAt } from './suggest.js';
import { usageError } from './usage-error.js';

/** Runs the command line `args` (without node and script) and returns the exit code. Never throws. */
export async function runProgram(args: readonly string[], processContext: ProcessContext): Promise<number> {
  let exitCode = 0;
  const program = buildProgram(processContext, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(helpAsFlag(program, args), { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const fault = usageError(error, program, args);
    return runCommand(processContext, looseOptions(args), null, () => Promise.reject(fault));
  }
}

/** `help migrate up` and `migrate help up` as `migrate up --help`: the `help` of Commander loads no flags. */
function helpAsFlag(program: Command, args: readonly string[]): readonly string[] {
  const at = args.indexOf('help');
  const names = args.filter((_, index) => index !== at);
  if (at === -1 || names.length === 0 || !args.slice(0, at).every((word) => isGroup(program, word)))
    return args;
  const { path } = commandAt(program, names);
  return path.length === names.length ? [...path, '--help'] : names;
}

function isGroup(program: Command, name: string): boolean {
  return program.commands.some((command) => command.name() === name && command.commands.length > 0);
}

/** The format a broken command line asks for, so that its error comes in it too. */
function looseOptions(args: readonly string[]): FlagValues {
  const asksJson = args.some(
    (arg, index) =>
      /^(--format|-f)=?json$/.test(arg) || (/^(--format|-f)$/.test(arg) && args[index + 1] === 'json'),
  );
  return asksJson ? { format: 'json' } : {};
}
