import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { type DeliveryFilter, type DeliveryState, filterSql, filterValues } from './delivery-filter.js';

/** How many deliveries of an endpoint a bulk action is about. */
export interface EndpointCount {
  readonly hook: string;
  readonly target: string;
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
  return connection.query<EndpointCount>(
    `select d.hook, d.target, count(*)::integer as count
     from confiture.deliveries d join confiture.events e on e.id = d.event_id
     where d.lease_token is null and ($1::text[] is null or d.state = any ($1)) and ${filterSql(2, 'changed')}
     group by d.hook, d.target order by d.hook, d.target`,
    [states, ...filterValues(scope, filter)],
  );
}

/** Sums what several batches have changed. */
export function sumCounts(counts: readonly EndpointCount[]): EndpointCount[] {
  const sums = new Map<string, EndpointCount>();
  for (const { hook, target, count } of counts) {
    const key = JSON.stringify([hook, target]);
    sums.set(key, { hook, target, count: count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums.values()];
}
