import type { CommandDefinition } from '../../../command.js';
import { type AskFlags, ask, withReason } from './ask.js';

/** `migrate cancel [RUN]` */
export const cancel: CommandDefinition<Omit<AskFlags, 'all'>> = {
  scope: 'database',
  flags: withReason,
  run: (context, flags, id) => ask(context, 'cancel', id, flags),
};
