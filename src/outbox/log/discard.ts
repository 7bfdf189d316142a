import type { Knex } from 'knex';
import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { type EndpointCount, sumCounts } from './count.js';
import { chosen, type DeliveryFilter, type DeliveryState, deliveriesWithEvents } from './delivery-filter.js';
import { queryBuilt } from './query-builder.js';

const BATCH = 5_000;

/** Only these can be discarded: a delivery that has arrived stays delivered. */
export const discardableStates = ['waiting', 'failed'] as const satisfies readonly DeliveryState[];

/**
 * Settles deliveries as discarded: they are not sent, and nothing waits for them any more. A retry by hand brings them
 * back. A delivery that is being sent is left alone. In batches, so that no lock is held long.
 */
export async function discardDeliveries(
  connection: Connection,
  at: Date | null,
  scope: Scope,
  filter: DeliveryFilter,
): Promise<EndpointCount[]> {
  const changed: EndpointCount[] = [];
  for (;;) {
    const batch = await queryBuilt<EndpointCount>(connection, discardBatch(at, scope, filter));
    changed.push(...batch);
    if (batch.reduce((sum, { count }) => sum + count, 0) < BATCH) return sumCounts(changed);
  }
}

function discardBatch(at: Date | null, scope: Scope, filter: DeliveryFilter) {
  return (knex: Knex): Knex.QueryBuilder => {
    const batch = deliveriesWithEvents(knex)
      .select('d.id')
      .whereNull('d.lease_token')
      .whereIn('d.state', discardableStates)
      .modify(chosen(scope, filter, 'changed'))
      .limit(BATCH)
      .forUpdate('d')
      .skipLocked();
    const discarded = knex('confiture.deliveries as d')
      .updateFrom('batch as b')
      .whereRaw('d.id = b.id')
      .update({
        state: 'discarded',
        settled_at: knex.raw('coalesce(?::timestamptz, clock_timestamp())', [at]),
      })
      .returning(['d.hook', 'd.endpoint']);
    return knex
      .with('batch', batch)
      .with('discarded', discarded)
      .from('discarded')
      .select('hook', 'endpoint', knex.raw('count(*)::integer as count'))
      .groupBy('hook', 'endpoint')
      .orderBy(['hook', 'endpoint']);
  };
}
