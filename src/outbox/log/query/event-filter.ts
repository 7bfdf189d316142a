import type { Knex } from 'knex';
import { eventTypes } from '../../../events/patterns.js';
import type { Keyset } from '../../../storage/keyset.js';
import type { Scope } from '../../../storage/scope.js';
import type { DeliveryFilter } from '../delivery-filter.js';
import { eventConditions, timeConditions, typesOf } from './filter-conditions.js';

/** What of the filter of deliveries is said of events; times are when they happened. */
export type EventFilter = Pick<DeliveryFilter, 'type' | 'migration' | 'run' | 'since' | 'until'> & {
  /** Beside `type`: only these. */
  readonly types?: readonly string[];
};

/**
 * Ids of the events of a scope that a filter chooses, in their order: read type by type from one index, or those of a
 * run, a migration or a time from another.
 */
export function chosenEvents(
  knex: Knex,
  { project, environment }: Scope,
  filter: EventFilter,
  { after, order, limit }: Keyset,
): Knex.QueryBuilder {
  const rows = knex('confiture.events as e')
    .select('e.id')
    .where({ 'e.project': project, 'e.environment': environment })
    .modify(timeConditions(filter, 'event'))
    .orderBy('e.id', order)
    .limit(limit);
  if (after !== null) rows.where('e.id', order === 'asc' ? '>' : '<', after[0] ?? '');
  const types = (typesOf(filter.type) ?? eventTypes).filter((type) => filter.types?.includes(type) ?? true);
  const { run, migration, since, until } = filter;
  if ([run, migration, since, until].some((part) => part !== undefined)) {
    if (types.length < eventTypes.length) rows.whereIn('e.type', types);
    return rows.modify(eventConditions({ ...filter, type: '*' }));
  }
  const keys = knex.raw('(select unnest(?::text[]) as type)', [types as string[]]);
  return knex
    .select('b.id')
    .from(knex.raw('? as k cross join lateral ? as b', [keys, rows.whereRaw('e.type = k.type')]))
    .orderBy('b.id', order)
    .limit(limit);
}
