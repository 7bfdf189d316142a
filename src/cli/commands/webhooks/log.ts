import { deliveriesDocument, pruneDocument } from '../../../app/documents/deliveries.js';
import { enableDocument } from '../../../app/documents/endpoints.js';
import { EXIT } from '../../../errors.js';
import { displayText } from '../../../output/terminal/display-text.js';
import { formatCount } from '../../../output/terminal/wording.js';
import { deliveriesView } from '../../../output/views/webhooks/deliveries-view.js';
import { type FilterFlags, readFilter } from '../../delivery-filter.js';
import { requireEndpoint } from '../../require-endpoint.js';
import type { CommandContext, DatabaseOptions } from '../../run-command.js';
import { withDeliveries } from '../../with-deliveries.js';

export interface DeliveriesFlags extends DatabaseOptions, FilterFlags {
  readonly limit: number;
}

/** `webhooks deliveries` */
export function deliveries(context: CommandContext, flags: DeliveriesFlags): Promise<number> {
  const filter = readFilter(flags, Date.now());
  return withDeliveries(context, flags, async (outbox, settings) => {
    if (filter.endpoint !== undefined) await requireEndpoint(filter.endpoint, outbox, settings);
    const found = await outbox.list({ ...filter, limit: flags.limit });
    const rows = found.map((delivery) => ({ ...delivery, reachable: outbox.canReach(delivery) }));
    context.reporter.result({
      text: (theme) => deliveriesView(rows, theme),
      document: () => deliveriesDocument(rows),
    });
    return EXIT.done;
  });
}

/** `webhooks enable NAME` */
export function enable(context: CommandContext, name: string, flags: DatabaseOptions): Promise<number> {
  return withDeliveries(context, flags, async (outbox, settings) => {
    await requireEndpoint(name, outbox, settings);
    const enabled = await outbox.enable(name);
    context.reporter.result({
      text: () =>
        enabled ? `${displayText(name)} is switched on again.` : `${displayText(name)} was not switched off.`,
      document: () => enableDocument(name, enabled),
    });
    return EXIT.done;
  });
}

/** `webhooks prune` */
export function prune(
  context: CommandContext,
  flags: DatabaseOptions & { readonly days?: number },
): Promise<number> {
  return withDeliveries(context, flags, async (outbox) => {
    const deleted = await outbox.prune(flags.days);
    context.reporter.result({
      text: () => `${formatCount(deleted, 'delivery', 'deliveries')} deleted.`,
      document: () => pruneDocument(deleted),
    });
    return EXIT.done;
  });
}
