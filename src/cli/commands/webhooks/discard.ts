import { discardDocument } from '../../../app/documents/deliveries.js';
import { EXIT } from '../../../errors.js';
import { discardedView } from '../../../output/views/webhooks/bulk-view.js';
import type { CommandDefinition } from '../../command.js';
import type { CommandContext } from '../../run-command.js';
import { type BulkFlags, filterOf, unchanged, withBulk } from './selection/bulk-change.js';
import { withDeliveryFilter } from './selection/delivery-filter.js';

/** `webhooks discard ID`, and `webhooks discard` with a filter: what waits, unless `--state` says otherwise. */
export const discard: CommandDefinition<BulkFlags> = {
  scope: 'database',
  flags: (command) =>
    withDeliveryFilter(command, ['waiting', 'failed']).option('--dry-run', 'count them, and do nothing'),
  run: (context, flags, id) => discardSelected(context, id, flags),
};

function discardSelected(context: CommandContext, id: string | undefined, flags: BulkFlags): Promise<number> {
  const filter = filterOf('discard', id, flags, 'waiting');
  return withBulk(context, 'discard', filter, flags, async (outbox) => {
    const endpoints = await outbox.discard(filter);
    if (endpoints.length === 0 && id !== undefined) throw await unchanged(outbox, id);
    context.reporter.result({
      text: () => discardedView(endpoints),
      document: () => discardDocument(endpoints),
    });
    return EXIT.done;
  });
}
