import { Command, CommanderError } from 'commander';
import { ConfitureError } from '../errors.js';
import { maskText } from '../redaction/redaction.js';
import { type CommonOptions, withCommonOptions } from './common-options.js';
import type { ProcessContext } from './process-context.js';
import { runCommand } from './run-command.js';
import { commandAt, suggestCommand, suggestFlag } from './suggest.js';
import type { Action } from './tree/bind.js';
import { addMigrate } from './tree/migrate.js';
import { addHooks, addProject } from './tree/project.js';
import { addWebhooks, addWorker } from './tree/webhooks.js';

/** Runs the command line `args` (without node and script) and returns the exit code. Never throws. */
export async function runProgram(args: readonly string[], world: ProcessContext): Promise<number> {
  let exitCode = 0;
  const program = buildProgram(world, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(helpAsFlag(program, args), { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const fault = usageError(error, program, args);
    return runCommand(world, looseOptions(args), null, () => Promise.reject(fault));
  }
}

/** `help migrate up` as `migrate up --help`: Commander looks for the first word only. */
function helpAsFlag(program: Command, args: readonly string[]): readonly string[] {
  const [first, ...names] = args;
  if (first !== 'help' || names.length === 0) return args;
  const { path } = commandAt(program, names);
  return path.length === names.length ? [...path, '--help'] : names;
}

/** The command tree. What a command does is loaded when it is run. */
export function buildProgram(world: ProcessContext, finish: (exitCode: number) => void = () => {}): Command {
  const program = new Command('confiture')
    .description('SQL-first schema migrations for PostgreSQL that tell other systems what happened')
    .version(world.version, '-V, --version')
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      // Faults come back as errors; what is left is the help of a command that was given no sub-command.
      writeErr: (text) => text.startsWith('Usage:') && world.stderr.write(`${text}\n`),
    })
    .enablePositionalOptions();
  withCommonOptions(program);

  /** Options of a command win over the same options before its name. */
  const bind = (command: Command, load: () => Promise<Action>) =>
    withCommonOptions(command).action(async (...received: unknown[]) => {
      const args = received.slice(0, -2) as string[];
      const options = { ...program.opts(), ...command.opts() } as CommonOptions;
      const run = await load();
      const name = commandName(command);
      finish(await runCommand(world, options, name, (context) => run(context, options as never, ...args)));
    });

  addProject(program, bind);
  addMigrate(program.command('migrate').description('write, apply, undo and check migrations'), bind);
  addWebhooks(program.command('webhooks').description('where events go'), bind);
  addWorker(program, bind);
  addHooks(program.command('hooks').description('code that is called at moments of a run'), bind);
  return program;
}

/** The command as it is typed after `confiture`. */
function commandName(command: Command): string {
  const { parent } = command;
  return parent === null || parent.parent === null
    ? command.name()
    : `${commandName(parent)} ${command.name()}`;
}

function usageError(error: unknown, program: Command, args: readonly string[]): unknown {
  if (!(error instanceof CommanderError)) return error;
  const { command, path } = commandAt(program, args);
  const said =
    error.code === 'commander.help'
      ? 'a command is missing'
      : error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  const meant = suggestionFor(error, program, command);
  const help = meant?.isCommand ? ['help', meant.text] : path.length > 0 ? ['help', ...path] : ['--help'];
  // It repeats what was typed, which may be a password in a flag that does not exist.
  const message = `${maskText(said)}${meant === undefined ? '' : `; did you mean \`${meant.shown}\`?`}`;
  return new ConfitureError('FLAG_INVALID', message, {
    hint: `\`confiture ${help.join(' ')}\` says what there is.`,
  });
}

interface Suggestion {
  readonly text: string;
  readonly shown: string;
  readonly isCommand: boolean;
}

function suggestionFor(error: CommanderError, program: Command, command: Command): Suggestion | undefined {
  const typed = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  if (error.code === 'commander.unknownCommand') {
    const inGroup = command === program ? undefined : suggestCommand(command, typed);
    const text =
      inGroup === undefined ? suggestCommand(program, typed) : `${commandName(command)} ${inGroup}`;
    return text === undefined ? undefined : { text, shown: `confiture ${text}`, isCommand: true };
  }
  if (error.code !== 'commander.unknownOption') return undefined;
  const flag = suggestFlag(command, typed);
  return flag === undefined ? undefined : { text: flag, shown: flag, isCommand: false };
}

/** The format a broken command line asks for, so that its error comes in it too. */
function looseOptions(args: readonly string[]): CommonOptions {
  const asksJson = args.some(
    (arg, index) =>
      /^(--format|-f)=?json$/.test(arg) || (/^(--format|-f)$/.test(arg) && args[index + 1] === 'json'),
  );
  return asksJson ? { format: 'json' } : {};
}
