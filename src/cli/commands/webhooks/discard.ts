import { discardAction } from '../../../app/bulk/bulk-action.js';
import { discardDocument } from '../../../app/documents/deliveries.js';
import { EXIT } from '../../../errors.js';
import { type EndpointCount, sumCounts } from '../../../outbox/log/count.js';
import { discardedView } from '../../../output/views/webhooks/bulk-view.js';
import type { CommandDefinition } from '../../command.js';
import type { CommandContext } from '../../run-command.js';
import { type BulkFlags, filterOf, unchanged, withBulk, withOne } from './selection/bulk-change.js';
import { withDeliveryFilter } from './selection/delivery-filter.js';

/** `webhooks discard ID`, and `webhooks discard` with a filter: what waits, unless `--state` says otherwise. */
export const discard: CommandDefinition<BulkFlags> = {
  scope: 'database',
  flags: (command) =>
    withDeliveryFilter(command, ['waiting', 'failed']).option('--dry-run', 'count them, and do nothing'),
  run: (context, flags, id) => discardSelected(context, id, flags),
};

function discardSelected(context: CommandContext, id: string | undefined, flags: BulkFlags): Promise<number> {
  const chosen = filterOf('discard', id, flags);
  const show = (endpoints: readonly EndpointCount[]) =>
    context.reporter.result({
      text: () => discardedView(endpoints),
      document: () => discardDocument(endpoints),
    });
  if ('text' in chosen) {
    const action = discardAction(chosen.text, Date.now());
    return withBulk(context, action, flags, (discarded) =>
      show(sumCounts(discarded.map(({ hook, endpoint }) => ({ hook, endpoint, count: 1 })))),
    );
  }
  return withOne(context, 'discard', chosen.id, flags, async (outbox) => {
    const endpoints = await outbox.discard(chosen.id);
    if (endpoints.length === 0) throw await unchanged(outbox, chosen.id);
    show(endpoints);
    return EXIT.done;
  });
}
