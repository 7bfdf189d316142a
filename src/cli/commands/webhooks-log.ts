import type { Deliveries } from '../../deliveries.js';
import { ConfitureError, EXIT } from '../../errors.js';
import type { DeliveryState, ListedDelivery } from '../../outbox/list.js';
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
      document: () => ({ deliveries: rows.map(deliveryDocument) }),
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
      document: () => ({
        success: true,
        retried: retried.map(({ id, hook, target }) => ({ id, hook, endpoint: target })),
      }),
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
      document: () => ({ success: true, endpoint: name, enabled }),
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
      document: () => ({ success: true, deleted }),
    });
    return EXIT.done;
  });
}

/** A delivery in JSON, times as ISO 8601. */
export function deliveryDocument(delivery: ListedDelivery & { readonly reachable: boolean }): unknown {
  return {
    id: delivery.id,
    event_id: delivery.eventId,
    event: delivery.eventType,
    migration: delivery.migration,
    hook: delivery.hook,
    endpoint: delivery.target,
    state: delivery.state,
    attempts: delivery.attempts,
    created_at: delivery.createdAt.toISOString(),
    due_at: delivery.dueAt?.toISOString() ?? null,
    settled_at: delivery.settledAt?.toISOString() ?? null,
    last_result: delivery.lastResult,
    sending: delivery.leased,
    endpoint_configured_here: delivery.reachable,
    endpoint_disabled: delivery.disabledReason,
    endpoint_throttled_until: delivery.throttledUntil?.toISOString() ?? null,
  };
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
