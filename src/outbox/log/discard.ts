import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { type EndpointCount, sumCounts } from './count.js';
import { type DeliveryFilter, type DeliveryState, filterSql, filterValues } from './delivery-filter.js';

const BATCH = 5_000;

/** Only these can be discarded: a delivery that has arrived stays delivered. */
export const discardableStates = ['waiting', 'failed'] as const satisfies readonly DeliveryState[];

/**
 * Settles deliveries as discarded: they are not sent, and nothing waits for them any more. A retry by hand brings them
 * back. What somebody is sending at this moment is left alone. In batches, so that no lock is held long.
 */
export async function discardDeliveries(
  connection: Connection,
  at: Date | null,
  scope: Scope,
  filter: DeliveryFilter,
): Promise<EndpointCount[]> {
  const changed: EndpointCount[] = [];
  for (;;) {
    const batch = await connection.query<EndpointCount>(SQL, [
      at,
      BATCH,
      discardableStates,
      ...filterValues(scope, filter),
    ]);
    changed.push(...batch);
    if (batch.reduce((sum, { count }) => sum + count, 0) < BATCH) return sumCounts(changed);
  }
}

const SQL = `
  with unwanted as (
    select d.id from confiture.deliveries d join confiture.events e on e.id = d.event_id
    where d.lease_token is null and d.state = any ($3::text[]) and ${filterSql(4, 'changed')}
    limit $2 for update of d skip locked
  ),
  discarded as (
    update confiture.deliveries d
    set state = 'discarded', settled_at = coalesce($1::timestamptz, clock_timestamp())
    from unwanted u where d.id = u.id returning d.hook, d.target
  )
  select hook, target, count(*)::integer as count from discarded group by hook, target order by hook, target`;
