import type { Deliveries } from '../../deliveries.js';
import { deliveriesDocument, pruneDocument, retryDocument } from '../../documents/deliveries.js';
import { enableDocument } from '../../documents/endpoints.js';
import { ConfitureError, EXIT } from '../../errors.js';
import type { DeliveryState } from '../../outbox/list.js';
import { deliveriesView } from '../../output/deliveries-view.js';
import { present } from '../../output/present.js';
import { formatCount } from '../../output/wording.js';
import { readMoment } from '../read-moment.js';
import { requireEndpoint, unknownDelivery } from '../require-endpoint.js';
import type { CommandContext, DatabaseOptions } from '../run-command.js';
import { withDeliveries } from '../with-deliveries.js';

export interface DeliveriesFlags extends DatabaseOptions {
  readonly state?: DeliveryState;
  readonly endpoint?: string;
  readonly limit: number;
}

export interface RetryFlags extends DatabaseOptions {
  readonly failed?: boolean;
  readonly since?: string;
}

/** `webhooks deliveries` */
export function deliveries(context: CommandContext, flags: DeliveriesFlags): Promise<number> {
  const { state, endpoint, limit } = flags;
  return withDeliveries(context, flags, async (outbox, settings) => {
    if (endpoint !== undefined) await requireEndpoint(endpoint, outbox, settings);
    const found = await outbox.list({
      limit,
      ...(state !== undefined && { state }),
      ...(endpoint !== undefined && { target: endpoint }),
    });
    const rows = found.map((delivery) => ({ ...delivery, reachable: outbox.canReach(delivery) }));
    context.reporter.result({
      text: (look) => deliveriesView(rows, look),
      document: () => deliveriesDocument(rows),
    });
    return EXIT.done;
  });
}

/** `webhooks retry ID` and `webhooks retry --failed --since TIME` */
export function retry(context: CommandContext, id: string | undefined, flags: RetryFlags): Promise<number> {
  const wish = wishOf(id, flags);
  return withDeliveries(context, flags, async (outbox) => {
    const retried = await outbox.retry(wish);
    if (retried.length === 0 && 'id' in wish) throw await notRetried(outbox, wish.id);
    const unreachable = retried.filter((delivery) => !outbox.canReach(delivery)).length;
    context.reporter.result({
      text: () =>
        retried.length === 0
          ? 'No delivery has failed since then.'
          : `${formatCount(retried.length, 'delivery is', 'deliveries are')} due now: \`confiture webhooks deliver\` sends ${retried.length === 1 ? 'it' : 'them'}, or a worker does.${unreachable > 0 ? ` Not from here for ${unreachable} of ${retried.length}: the endpoint is not configured.` : ''}`,
      document: () => retryDocument(retried),
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
        enabled ? `${present(name)} is switched on again.` : `${present(name)} was not switched off.`,
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

function wishOf(
  id: string | undefined,
  { failed = false, since }: RetryFlags,
): { id: string } | { failedSince: Date } {
  if (id !== undefined && !failed && since === undefined) return { id };
  if (id === undefined && failed && since !== undefined)
    return { failedSince: readMoment(since, Date.now()) };
  throw new ConfitureError('FLAG_INVALID', 'retry takes either an id, or --failed with --since', {
    hint: '`confiture webhooks retry dlv_…`, or `confiture webhooks retry --failed --since 24h`.',
  });
}

async function notRetried(outbox: Deliveries, id: string): Promise<ConfitureError> {
  const [found] = await outbox.list({ id, limit: 1 });
  return found
    ? new ConfitureError('DELIVERY_UNKNOWN', `${id} is being sent at this moment`, {
        hint: 'Look again in a moment: `confiture webhooks show ID`.',
      })
    : unknownDelivery(`there is no delivery ${id}`);
}
