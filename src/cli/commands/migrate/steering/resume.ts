import type { CommandDefinition } from '../../../command.js';
import { type AskFlags, ask, withReason } from './ask.js';

/** `migrate resume [RUN]`, and `migrate resume --all`. */
export const resume: CommandDefinition<AskFlags> = {
  scope: 'database',
  flags: (command) => withReason(command).option('--all', 'let all runs go on that --all has paused'),
  run: (context, flags, id) => ask(context, 'resume', id, flags),
};
