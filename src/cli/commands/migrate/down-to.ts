import type { CommandDefinition } from '../../command.js';
import { type RollbackFlags, rollBack } from './roll-back.js';

/** `migrate down-to REVISION` */
export const downTo: CommandDefinition<RollbackFlags> = {
  scope: 'run',
  flags: (command) => command.option('--dry-run', 'say what would be done, and do nothing'),
  run: (context, flags, revision) => rollBack(context, { to: revision ?? '' }, flags),
};
