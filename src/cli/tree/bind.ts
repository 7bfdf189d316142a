import type { Command } from 'commander';
import type { CommandContext } from '../run-command.js';

/** What a command does: called with its options and arguments, returns the exit code. */
export type Action = (context: CommandContext, options: never, ...args: string[]) => Promise<number>;

/** Connects a command with what it does, which is loaded when the command is run. */
export type Bind = (command: Command, load: () => Promise<Action>) => Command;
