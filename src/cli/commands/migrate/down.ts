import type { CommandDefinition } from '../../command.js';
import { wholeNumber } from '../../whole-number.js';
import { type RollbackFlags, rollBack, rollbackFlags } from './roll-back.js';

interface DownFlags extends RollbackFlags {
  readonly steps?: number;
}

/** `migrate down` */
export const down: CommandDefinition<DownFlags> = {
  scope: 'run',
  flags: (command) =>
    rollbackFlags(command).option('-n, --steps <count>', 'undo this many (default: 1)', wholeNumber(1)),
  run: (context, flags) => rollBack(context, { steps: flags.steps ?? 1 }, flags),
};
