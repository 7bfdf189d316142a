import type { CommandDefinition } from '../../command.js';
import { type RollbackFlags, rollBack, rollbackFlags } from './roll-back.js';

/** `migrate down-to REVISION` */
export const downTo: CommandDefinition<RollbackFlags> = {
  scope: 'run',
  flags: rollbackFlags,
  run: (context, flags, revision) => rollBack(context, { to: revision ?? '' }, flags),
};
