import { type Command, CommanderError } from 'commander';
import { ConfitureError } from '../errors.js';
import { maskText } from '../redaction/redaction.js';
import { commandName } from './build-program.js';
import { commandAt, suggestCommand, suggestFlag } from './suggest.js';

/** FLAG_INVALID for an error of Commander, with the nearest command or flag; any other error as it is. */
export function usageError(error: unknown, program: Command, args: readonly string[]): unknown {
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
