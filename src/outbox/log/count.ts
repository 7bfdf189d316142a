import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { chosen, type DeliveryFilter, type DeliveryState, deliveriesWithEvents } from './delivery-filter.js';
import { queryBuilt } from './query-builder.js';

/** How many deliveries of an endpoint a bulk action is about. */
export interface EndpointCount {
  readonly hook: string;
  readonly endpoint: string;
  readonly count: number;
}

/**
 * What a bulk action with this filter would change, where it changes deliveries in `states` (null: in any): everything
 * that is not being sent at this moment.
 */
export function countDeliveries(
  connection: Connection,
  scope: Scope,
  filter: DeliveryFilter,
  states: readonly DeliveryState[] | null,
): Promise<EndpointCount[]> {
  return queryBuilt<EndpointCount>(connection, (knex) => {
    const query = deliveriesWithEvents(knex)
      .select('d.hook', 'd.endpoint', knex.raw('count(*)::integer as count'))
      .whereNull('d.lease_token')
      .modify(chosen(scope, filter, 'changed'))
      .groupBy('d.hook', 'd.endpoint')
      .orderBy(['d.hook', 'd.endpoint']);
    return states === null ? query : query.whereIn('d.state', states);
  });
}

/** Sums what several batches have changed. */
export function sumCounts(counts: readonly EndpointCount[]): EndpointCount[] {
  const sums = new Map<string, EndpointCount>();
  for (const { hook, endpoint, count } of counts) {
    const key = JSON.stringify([hook, endpoint]);
    sums.set(key, { hook, endpoint, count: count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums.values()];
}
