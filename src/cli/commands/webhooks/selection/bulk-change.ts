import type { Deliveries } from '../../../../app/deliveries.js';
import { countDocument } from '../../../../app/documents/deliveries.js';
import { requireEndpoint, unknownDelivery } from '../../../../app/endpoints/require-endpoint.js';
import { type FilterText, readFilter } from '../../../../app/lists/read-filter.js';
import type { FlagValues } from '../../../../config/options/option-values.js';
import { ConfitureError, EXIT } from '../../../../errors.js';
import { type DeliveryFilter, type DeliveryState, isNarrow } from '../../../../outbox/log/delivery-filter.js';
import { countView } from '../../../../output/views/webhooks/bulk-view.js';
import type { CommandContext } from '../../../run-command.js';
import { withDeliveries } from '../../../with-deliveries.js';

export interface BulkFlags extends FlagValues, FilterText {
  /** Counts, and changes nothing. */
  readonly dryRun?: boolean;
}

/** Counts where that is all that was asked for, else calls `work`. */
export function withBulk(
  context: CommandContext,
  action: 'retry' | 'discard',
  filter: DeliveryFilter,
  flags: BulkFlags,
  work: (outbox: Deliveries) => Promise<number>,
): Promise<number> {
  return withDeliveries(context, flags, async (outbox) => {
    if (filter.endpoint !== undefined) await requireEndpoint(filter.endpoint, outbox);
    if (!flags.dryRun) return work(outbox);
    const endpoints = await outbox.count(action, filter);
    context.reporter.result({
      text: () => countView(action, endpoints),
      document: () => countDocument(endpoints),
    });
    return EXIT.done;
  });
}

/** An id stands alone and is meant whatever its state; a filter says more than a state, and has one by default. */
export function filterOf(
  action: 'retry' | 'discard',
  id: string | undefined,
  flags: FilterText,
  state: DeliveryState,
): DeliveryFilter {
  const filter = readFilter(flags, Date.now());
  if (id !== undefined && Object.keys(filter).length === 0) return { id };
  if (id === undefined && isNarrow(filter)) return { state, ...filter };
  const [filtered, example] =
    action === 'retry'
      ? ['--failed with --since or another filter', '--failed --since 24h']
      : ['a filter, which says more than a state', '--endpoint NAME'];
  throw new ConfitureError('FLAG_INVALID', `${action} takes either an id, or ${filtered}`, {
    hint: `\`confiture webhooks ${action} dlv_…\`, or \`confiture webhooks ${action} ${example}\`; --dry-run counts first.`,
  });
}

/** Why one delivery was not changed. */
export async function unchanged(outbox: Deliveries, id: string): Promise<ConfitureError> {
  const [found] = await outbox.list({ id, limit: 1 });
  if (!found) return unknownDelivery(`there is no delivery ${id}`);
  const fact = found.leased ? 'is being sent at this moment' : `is ${found.state}`;
  return new ConfitureError('DELIVERY_UNKNOWN', `${id} ${fact}`, {
    hint: found.leased
      ? 'Look again in a moment: `confiture webhooks show ID`.'
      : 'Only what waits or was given up can be discarded.',
  });
}
