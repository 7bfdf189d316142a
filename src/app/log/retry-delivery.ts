import type { Connection } from '../../database/connection.js';
import { inTransaction } from '../../database/in-transaction.js';
import { ConfitureError } from '../../errors.js';
import { retryDeliveries } from '../../outbox/log/retry.js';
import type { Caller } from '../../storage/audit/audit-entry.js';
import { recordAudit } from '../../storage/audit/record-audit.js';
import type { Scope } from '../../storage/scope.js';
import { SUCCEEDED_AGAIN } from '../bulk/bulk-action.js';
import type { ReadDelivery } from './read-delivery.js';

/**
 * Makes one delivery due now, and resolves with what a person should know of that. @throws DELIVERY_BUSY
 */
export async function retryDelivery(
  connection: Connection,
  scope: Scope,
  { delivery, isUrlChanged }: ReadDelivery,
  by: Caller,
): Promise<readonly string[]> {
  const { id, state, leased, dueAt, disabledReason } = delivery;
  if (leased) throw busy(id, 'is being sent at this moment');
  const [clock] = await connection.query<{ now: Date }>('select clock_timestamp() as now');
  const isDue = dueAt !== null && clock !== undefined && dueAt <= clock.now;
  if (state === 'waiting' && isDue && disabledReason === null) throw busy(id, 'is due, and about to be sent');
  const retried = await inTransaction(connection, async () => {
    const changed = await retryDeliveries(connection, null, scope, { id });
    await recordAudit(connection, scope, {
      by,
      action: 'delivery.retried',
      subject: { kind: 'delivery', id },
      before: { state },
      after: { state: 'waiting' },
    });
    return changed;
  });
  if (retried.length === 0) throw busy(id, 'is being sent at this moment');
  return [
    ...(state === 'delivered' ? [SUCCEEDED_AGAIN] : []),
    ...(isUrlChanged
      ? ['The URL of the endpoint has changed since the last attempt: it is sent to the new one.']
      : []),
    ...(disabledReason === null ? [] : ['The endpoint was switched off, and is switched on again.']),
  ];
}

function busy(id: string, fact: string): ConfitureError {
  return new ConfitureError('DELIVERY_BUSY', `${id} ${fact}`, {
    hint: 'A retry is under way already; look at the delivery again in a moment.',
  });
}
