import { Option } from 'commander';
import { retryDocument } from '../../../app/documents/deliveries.js';
import { EXIT } from '../../../errors.js';
import { deliveryStates } from '../../../outbox/log/delivery-filter.js';
import { retriedView } from '../../../output/views/webhooks/bulk-view.js';
import type { EndpointRow } from '../../../output/views/webhooks/endpoints-view.js';
import type { CommandDefinition } from '../../command.js';
import type { CommandContext } from '../../run-command.js';
import { type BulkFlags, filterOf, unchanged, withBulk } from './selection/bulk-change.js';
import { withDeliveryFilter } from './selection/delivery-filter.js';

interface RetryFlags extends BulkFlags {
  readonly failed?: boolean;
}

/** `webhooks retry ID`, and `webhooks retry` with a filter: what was given up, unless `--state` says otherwise. */
export const retry: CommandDefinition<RetryFlags> = {
  scope: 'database',
  flags: (command) =>
    withDeliveryFilter(command, deliveryStates)
      .addOption(new Option('--failed', 'those that were given up (default)').conflicts('state'))
      .option('--dry-run', 'count them, and do nothing'),
  run: (context, flags, id) => makeDue(context, id, flags),
};

function makeDue(context: CommandContext, id: string | undefined, flags: RetryFlags): Promise<number> {
  const { failed, ...others } = flags;
  const filter = filterOf('retry', id, failed ? { ...others, state: 'failed' } : others, 'failed');
  return withBulk(context, 'retry', filter, flags, async (outbox) => {
    const retried = await outbox.retry(filter);
    if (retried.length === 0 && id !== undefined) throw await unchanged(outbox, id);
    const unreachable = retried.filter((delivery) => !outbox.canReach(delivery)).length;
    context.reporter.result({
      text: () =>
        retriedView({
          state: filter.state ?? 'failed',
          count: retried.length,
          unreachable,
          moved: movedOf(retried, outbox.rows()),
        }),
      document: () => retryDocument(retried),
    });
    return EXIT.done;
  });
}

/** Endpoints among those of `retried` that have had another URL. */
function movedOf(
  retried: readonly { readonly endpoint: string }[],
  rows: readonly EndpointRow[],
): { readonly endpoint: string; readonly since: Date }[] {
  const names = new Set(retried.map(({ endpoint }) => endpoint));
  return rows.flatMap(({ name, urlChangedAt }) =>
    urlChangedAt !== null && names.has(name) ? [{ endpoint: name, since: urlChangedAt }] : [],
  );
}
