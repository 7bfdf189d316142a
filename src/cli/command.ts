import type { Command } from 'commander';
import type { FlagValues } from '../config/options/option-values.js';
import type { CommandContext } from './run-command.js';
import type { SettingsScope } from './settings-flags.js';

/** A command: the flags it takes and its action, in one file of `commands/`. */
export interface CommandDefinition<Flags extends FlagValues = FlagValues> {
  /** Settings that the command takes as flags: those of the scope and of the scopes within it. Default: none. */
  readonly scope?: SettingsScope;
  /** Adds the flags of this command alone. */
  readonly flags?: (command: Command) => Command;
  /** Prints its result with `--format markdown` too. */
  readonly hasMarkdown?: boolean;
  /** Called with the parsed flags and the arguments; returns the exit code. */
  readonly run: (context: CommandContext, flags: Flags, ...args: string[]) => Promise<number>;
}

/** A command as the tree lists it. */
export interface CommandEntry {
  /** Name and arguments in Commander's notation, for instance `resolve <version>`. */
  readonly usage: string;
  readonly alias?: string;
  readonly summary: string;
  /** Imports the file of the command, which happens where the command is typed. */
  readonly load: () => Promise<CommandDefinition<never>>;
  /** Commands below one that can also be typed alone. */
  readonly commands?: readonly (CommandEntry | CommandGroup)[];
}

/** Commands that share their first word. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly (CommandEntry | CommandGroup)[];
}
