import { Command, Help } from 'commander';
import type { FlagValues } from '../config/options/option-values.js';
import { ConfitureError } from '../errors.js';
import type { CommandDefinition, CommandEntry, CommandGroup } from './command.js';
import { commands } from './commands.js';
import type { ProcessContext } from './process/process-context.js';
import { type CommandContext, runCommand } from './run-command.js';
import { isCommonFlag, withCommonFlags, withSettingsFlags } from './settings-flags.js';

/**
 * The command tree, of names and summaries. The file of a command, with its flags and its action, is loaded where it is
 * typed: the files of all commands would be most of the time of a short one.
 */
export function buildProgram(
  processContext: ProcessContext,
  finish: (exitCode: number) => void = () => {},
): Command {
  const program = withCommonFlags(createRoot(processContext));
  const add = (parent: Command, entry: CommandEntry) => {
    const command = withCommonFlags(parent.command(entry.usage).description(entry.summary));
    if (entry.alias !== undefined) command.alias(entry.alias);
    loadWhenTyped(parent, command, entry, (definition) =>
      /** Flags of a command win over the same flags before its name. */
      command.action(async (...received: unknown[]) => {
        const args = received.slice(0, -2).flat() as string[];
        const flags = { ...program.opts(), ...command.opts() } as FlagValues;
        const run = definition.run as CommandDefinition['run'];
        const name = commandName(command);
        const act = async (context: CommandContext) => {
          if (flags.format === 'markdown' && !definition.hasMarkdown) throw noMarkdown(name);
          return run(context, flags, ...args);
        };
        finish(await runCommand(processContext, flags, name, act));
      }),
    );
    return command;
  };
  const addAll = (parent: Command, entries: readonly (CommandEntry | CommandGroup)[]): void => {
    for (const entry of entries) {
      const command =
        'usage' in entry ? add(parent, entry) : parent.command(entry.name).description(entry.summary);
      addAll(command, entry.commands ?? []);
    }
  };
  addAll(program, commands);
  return program;
}

function noMarkdown(name: string): ConfitureError {
  return new ConfitureError('FLAG_INVALID', `\`${name}\` has no --format markdown`, {
    hint: 'Use text or json; `confiture migrate plan` has it.',
  });
}

/** The command as it is typed after `confiture`. */
export function commandName(command: Command): string {
  const { parent } = command;
  return parent === null || parent.parent === null
    ? command.name()
    : `${commandName(parent)} ${command.name()}`;
}

function createRoot({ version, stdout, stderr }: ProcessContext): Command {
  return new Command('confiture')
    .description('SQL-first schema migrations for PostgreSQL that tell other systems what happened')
    .version(version, '-V, --version')
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureHelp({ visibleOptions: commonFlagsLast })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      // Faults come back as errors; the rest is the help of a command that was given no sub-command.
      writeErr: (text) => text.startsWith('Usage:') && stderr.write(`${text}\n`),
    })
    .enablePositionalOptions();
}

/** Commander calls this before it reads the flags of `command`, also for `--help`. */
function loadWhenTyped(
  parent: Command,
  command: Command,
  { load }: CommandEntry,
  connect: (definition: CommandDefinition<never>) => void,
): void {
  parent.hook('preSubcommand', async (_parent, typed) => {
    if (typed !== command) return;
    const definition = await load();
    if (definition.scope !== undefined) withSettingsFlags(command, definition.scope);
    definition.flags?.(command);
    connect(definition);
  });
}

function commonFlagsLast(command: Command) {
  const shown = new Help().visibleOptions(command);
  const isLast = ({ long }: (typeof shown)[number]) => long === '--help' || isCommonFlag(long);
  return [...shown.filter((option) => !isLast(option)), ...shown.filter(isLast)];
}
