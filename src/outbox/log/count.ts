import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import type { DeliveryFilter, DeliveryState } from './delivery-filter.js';
import { chosenDeliveries } from './query/chosen-deliveries.js';
import { queryBuilt } from './query/query-builder.js';

/** Longer lists are counted no further: a person needs to know that it is many. */
export const MOST_COUNTED = 10_000;
/** A bulk action is counted to its end. */
const ALL = 2_147_483_647;

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
  const choice = {
    use: 'changed',
    limit: ALL,
    after: null,
    order: 'asc',
    ...(states && { states }),
  } as const;
  return queryBuilt<EndpointCount>(connection, (knex) =>
    knex
      .with('chosen', chosenDeliveries(knex, scope, filter, choice))
      .from('chosen')
      .join('confiture.deliveries as d', 'd.id', 'chosen.id')
      .join('confiture.events as e', 'e.id', 'd.event_id')
      .select('d.hook', 'd.endpoint', knex.raw('count(*)::integer as count'))
      .groupBy('d.hook', 'd.endpoint')
      .orderBy(['d.hook', 'd.endpoint']),
  );
}

/** When the oldest event happened that a bulk action would be about; null where there is none. */
export async function readOldest(
  connection: Connection,
  scope: Scope,
  filter: DeliveryFilter,
  states: readonly DeliveryState[] | null,
): Promise<Date | null> {
  const choice = { use: 'changed', limit: 1, after: null, order: 'asc', ...(states && { states }) } as const;
  const [row] = await queryBuilt<{ created_at: Date }>(connection, (knex) =>
    knex
      .from(chosenDeliveries(knex, scope, filter, choice).as('c'))
      .join('confiture.events as e', 'e.id', 'c.event_id')
      .select('e.created_at'),
  );
  return row?.created_at ?? null;
}

/** How many deliveries a list has, `MOST_COUNTED` at most. */
export async function countListed(
  connection: Connection,
  scope: Scope,
  filter: DeliveryFilter,
): Promise<{ readonly count: number; readonly isCapped: boolean }> {
  const choice = {
    use: 'shown',
    limit: MOST_COUNTED + 1,
    after: null,
    order: 'desc',
    isUnordered: true,
  } as const;
  const [row] = await queryBuilt<{ count: number }>(connection, (knex) =>
    knex
      .select(knex.raw('count(*)::integer as count'))
      .from(chosenDeliveries(knex, scope, filter, choice).as('n')),
  );
  const count = row?.count ?? 0;
  return { count: Math.min(count, MOST_COUNTED), isCapped: count > MOST_COUNTED };
}

/** Sums what several batches have changed. */
export function sumCounts(counts: readonly EndpointCount[]): EndpointCount[] {
  const sums = new Map<string, EndpointCount>();
  for (const { hook, endpoint, count } of counts) {
    const key = JSON.stringify([hook, endpoint]);
    sums.set(key, { hook, endpoint, count: count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}
