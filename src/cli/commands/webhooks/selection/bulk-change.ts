import type { BulkAction } from '../../../../app/bulk/bulk-action.js';
import type { Deliveries } from '../../../../app/deliveries.js';
import { countDocument } from '../../../../app/documents/deliveries.js';
import { requireEndpoint, unknownDelivery } from '../../../../app/endpoints/require-endpoint.js';
import type { FilterText } from '../../../../app/lists/filter-fields.js';
import { readFilter, writtenFilter } from '../../../../app/lists/read-filter.js';
import type { FlagValues } from '../../../../config/options/option-values.js';
import { ConfitureError, EXIT } from '../../../../errors.js';
import type { ChangedDelivery } from '../../../../outbox/bulk/bulk-task.js';
import { isNarrow } from '../../../../outbox/log/delivery-filter.js';
import { countView } from '../../../../output/views/webhooks/bulk-view.js';
import type { CommandContext } from '../../../run-command.js';
import { withDeliveries } from '../../../with-deliveries.js';

export interface BulkFlags extends FlagValues, FilterText {
  /** Counts, and changes nothing. */
  readonly dryRun?: boolean;
}

/** Counts where that is all that was asked for, else does it and hands what was changed to `show`. */
export function withBulk(
  context: CommandContext,
  action: BulkAction,
  flags: FlagValues & { readonly dryRun?: boolean },
  show: (changed: readonly ChangedDelivery[], outbox: Deliveries) => void,
): Promise<number> {
  const { endpoint } = action.filter;
  return withDeliveries(context, flags, async (outbox) => {
    if (typeof endpoint === 'string') await requireEndpoint(endpoint, outbox);
    return showBulk(context, outbox, action, flags.dryRun === true, (changed) => show(changed, outbox));
  });
}

/** The same over an outbox that is open. */
export async function showBulk(
  { reporter }: CommandContext,
  outbox: Deliveries,
  action: BulkAction,
  isDryRun: boolean,
  show: (changed: readonly ChangedDelivery[]) => void,
): Promise<number> {
  for (const warning of action.warnings) reporter.warning(warning);
  if (!isDryRun) {
    show(await outbox.runBulk(action));
    return EXIT.done;
  }
  const counts = await outbox.countBulk(action);
  reporter.result({
    text: () => countView(action.task.kind, counts.endpoints),
    document: () => countDocument(counts),
  });
  return EXIT.done;
}

/** One delivery that is named by its id: counted where that is all that was asked for, else `work` changes it. */
export function withOne(
  context: CommandContext,
  kind: 'retry' | 'discard',
  id: string,
  flags: BulkFlags,
  work: (outbox: Deliveries) => Promise<number>,
): Promise<number> {
  return withDeliveries(context, flags, async (outbox) => {
    if (!flags.dryRun) return work(outbox);
    const counts = await outbox.countOne(kind, id);
    context.reporter.result({
      text: () => countView(kind, counts.endpoints),
      document: () => countDocument(counts),
    });
    return EXIT.done;
  });
}

/** An id stands alone and is meant whatever its state; a filter says more than a state. */
export function filterOf(
  action: 'retry' | 'discard',
  id: string | undefined,
  flags: FilterText,
): { readonly id: string } | { readonly text: FilterText } {
  const text = writtenFilter(flags);
  const filter = readFilter(text, Date.now());
  if (id !== undefined && Object.keys(filter).length === 0) return { id };
  if (id === undefined && isNarrow(filter)) return { text };
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
