import type { Knex } from 'knex';
import { eventTypes, matches } from '../../../events/patterns.js';
import { escapedText } from '../../records/escaped-text.js';
import type { DeliveryFilter } from '../delivery-filter.js';
import { CLOCKS_MS, lastIdOf } from './last-id.js';

type Narrowing = (query: Knex.QueryBuilder) => void;

/** What of a filter is said by events, `e`; their types are listed, because an index is read type by type. */
export function eventConditions({ type, migration, run }: DeliveryFilter): Narrowing {
  return (query) => {
    const types = typesOf(type);
    if (types !== null) query.whereIn('e.type', types);
    if (migration !== undefined) whereMigration(query, migration);
    if (run !== undefined) query.where('e.run_id', run);
  };
}

/** The types that a pattern stands for; null where it stands for all. */
export function typesOf(pattern: string | undefined): readonly string[] | null {
  if (pattern === undefined || pattern === '*') return null;
  return eventTypes.filter((type) => matches([pattern], type));
}

/** A name holds an underscore, a version does not. */
function whereMigration(query: Knex.QueryBuilder, migration: string): void {
  const escaped = escapedText(migration);
  query.whereRaw("split_part(e.migration, '_', 1) = ?", [escaped.split('_', 1)[0] ?? '']);
  if (migration.includes('_')) query.where('e.migration', escaped);
}

/**
 * What of a filter is said of times: when a delivery was settled, or when the event of one that waits happened. The ids
 * of events are made of times, before they happen, so a bound for them keeps what is too new from being read at all.
 */
export function timeConditions(
  { since, until }: DeliveryFilter,
  moment: 'settled' | 'waiting' | 'either' | 'event',
): Narrowing {
  const column = {
    settled: 'd.settled_at',
    waiting: 'e.created_at',
    either: 'coalesce(d.settled_at, e.created_at)',
    event: 'e.created_at',
  }[moment];
  const id = moment === 'event' ? 'e.id' : 'd.event_id';
  return (query) => {
    if (since !== undefined) query.whereRaw(`${column} >= ?`, [since]);
    if (until !== undefined) query.whereRaw(`${column} <= ?`, [until]);
    if (until !== undefined) query.where(id, '<=', lastIdOf(until.getTime() + CLOCKS_MS));
  };
}
