import type { CommandDefinition } from '../../../command.js';
import { type AskFlags, ask, withReason } from './ask.js';

/** `migrate pause [RUN]`, and `migrate pause --all`. */
export const pause: CommandDefinition<AskFlags> = {
  scope: 'database',
  flags: (command) =>
    withReason(command).option(
      '--all',
      'all runs of the project in this environment, and those that start later',
    ),
  run: (context, flags, id) => ask(context, 'pause', id, flags),
};
