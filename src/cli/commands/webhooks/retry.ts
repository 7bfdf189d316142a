import { Option } from 'commander';
import { retryAction } from '../../../app/bulk/bulk-action.js';
import type { Deliveries } from '../../../app/deliveries.js';
import { retryDocument } from '../../../app/documents/deliveries.js';
import { EXIT } from '../../../errors.js';
import type { ChangedDelivery } from '../../../outbox/bulk/bulk-task.js';
import { deliveryStates } from '../../../outbox/log/delivery-filter.js';
import { retriedView } from '../../../output/views/webhooks/bulk-view.js';
import type { EndpointRow } from '../../../output/views/webhooks/endpoints-view.js';
import type { CommandDefinition } from '../../command.js';
import type { CommandContext } from '../../run-command.js';
import { type BulkFlags, filterOf, unchanged, withBulk, withOne } from './selection/bulk-change.js';
import { withDeliveryFilter } from './selection/delivery-filter.js';

interface RetryFlags extends BulkFlags {
  readonly failed?: boolean;
  readonly includeSucceeded?: boolean;
}

/** `webhooks retry ID`, and `webhooks retry` with a filter: what was given up, unless `--state` says otherwise. */
export const retry: CommandDefinition<RetryFlags> = {
  scope: 'database',
  flags: (command) =>
    withDeliveryFilter(command, deliveryStates)
      .addOption(new Option('--failed', 'those that were given up (default)').conflicts('state'))
      .option('--include-succeeded', 'those that have arrived too: receivers get them twice')
      .option('--dry-run', 'count them, and do nothing'),
  run: (context, flags, id) => makeDue(context, id, flags),
};

function makeDue(context: CommandContext, id: string | undefined, flags: RetryFlags): Promise<number> {
  const { failed, includeSucceeded, ...others } = flags;
  const chosen = filterOf('retry', id, failed ? { ...others, state: 'failed' } : others);
  const state = flags.state ?? 'failed';
  const show = (retried: readonly ChangedDelivery[], outbox: Deliveries) => {
    const unreachable = retried.filter((delivery) => !outbox.canReach(delivery)).length;
    context.reporter.result({
      text: () =>
        retriedView({ state, count: retried.length, unreachable, moved: movedOf(retried, outbox.rows()) }),
      document: () => retryDocument(retried),
    });
  };
  if ('text' in chosen) {
    const action = retryAction(chosen.text, { includeSucceeded }, Date.now());
    return withBulk(context, action, flags, show);
  }
  return withOne(context, 'retry', chosen.id, flags, async (outbox) => {
    const retried = await outbox.retry(chosen.id);
    if (retried.length === 0) throw await unchanged(outbox, chosen.id);
    show(retried, outbox);
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
