import { pruneDocument } from '../../../app/documents/deliveries.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import { formatCount } from '../../../output/terminal/wording.js';
import type { CommandDefinition } from '../../command.js';
import type { CommandContext } from '../../run-command.js';
import { wholeNumber } from '../../whole-number.js';
import { withDeliveries } from '../../with-deliveries.js';

interface PruneFlags extends FlagValues {
  readonly days?: number;
}

/** `webhooks prune` */
export const prune: CommandDefinition<PruneFlags> = {
  scope: 'database',
  flags: (command) =>
    command.option('--days <count>', 'keep what is newer than this (default: 30)', wholeNumber(0, 36_500)),
  run: deleteOld,
};

function deleteOld(context: CommandContext, flags: PruneFlags): Promise<number> {
  return withDeliveries(context, flags, async (outbox) => {
    const deleted = await outbox.prune(flags.days);
    context.reporter.result({
      text: () => `${formatCount(deleted, 'delivery', 'deliveries')} deleted.`,
      document: () => pruneDocument(deleted),
    });
    return EXIT.done;
  });
}
