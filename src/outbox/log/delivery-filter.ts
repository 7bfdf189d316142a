import type { Knex } from 'knex';
import type { Scope } from '../../storage/scope.js';
import { escapedText } from '../records/escaped-text.js';

/**
 * What has become of a delivery. `discarded`: a person has decided that it is not to be sent.
 */
export type DeliveryState = 'waiting' | 'delivered' | 'failed' | 'discarded';

interface StatusRange {
  readonly from: number;
  readonly to: number;
}

/** Deliveries of which everything that is given here is true. */
export interface DeliveryFilter {
  readonly id?: string;
  readonly state?: DeliveryState;
  /** Name of the endpoint. */
  readonly endpoint?: string;
  /** A type of the catalogue, `<prefix>.*`, or `*`. */
  readonly type?: string;
  /** HTTP status of the last answer, both ends included; null where the last attempt got none. */
  readonly status?: StatusRange | null;
  /** Version or name, `005` or `005_add_payment_table`. */
  readonly migration?: string;
  readonly run?: string;
  /** When it was settled; of one that waits, when its event happened. Both ends included. */
  readonly since?: Date;
  readonly until?: Date;
}

/** Deliveries with their events, as `d` and `e`. */
export function deliveriesWithEvents(knex: Knex): Knex.QueryBuilder {
  return knex('confiture.deliveries as d').join('confiture.events as e', 'e.id', 'd.event_id');
}

/**
 * For `modify`: narrows a query on `confiture.deliveries d` and `confiture.events e` to the deliveries that are chosen. Rows of no project,
 * which may be of the scope, are shown, but changed only where one is named by its id.
 */
export function chosen(
  { project, environment }: Scope,
  filter: DeliveryFilter,
  use: 'shown' | 'changed',
): (query: Knex.QueryBuilder) => void {
  const { id, state, endpoint, type, status, migration, run, since, until } = filter;
  const mayBeOwn = use === 'shown' || id !== undefined;
  return (query) => {
    query.whereIn('d.project', mayBeOwn ? [project, ''] : [project]);
    query.whereIn('d.environment', mayBeOwn ? [environment, ''] : [environment]);
    if (id !== undefined) query.where('d.id', id);
    if (state !== undefined) query.where('d.state', state);
    if (endpoint !== undefined) query.where('d.endpoint', endpoint);
    if (type !== undefined) whereType(query, type);
    if (status === null) query.whereNotExists((attempt) => lastAnswer(attempt, { from: 0, to: 999 }));
    if (status) query.whereExists((attempt) => lastAnswer(attempt, status));
    if (migration !== undefined) whereMigration(query, migration);
    if (run !== undefined) query.where('e.run_id', run);
    if (since !== undefined) query.whereRaw(`${MOMENT} >= ?`, [since]);
    if (until !== undefined) query.whereRaw(`${MOMENT} <= ?`, [until]);
  };
}

const MOMENT = 'coalesce(d.settled_at, e.created_at)';

function whereType(query: Knex.QueryBuilder, type: string): void {
  if (type === '*') return;
  if (type.endsWith('.*')) query.whereRaw('starts_with(e.type, ?)', [type.slice(0, -1)]);
  else query.where('e.type', type);
}

/** A name holds an underscore, a version does not. */
function whereMigration(query: Knex.QueryBuilder, migration: string): void {
  if (migration.includes('_')) query.where('e.migration', escapedText(migration));
  else query.whereRaw("split_part(e.migration, '_', 1) = ?", [escapedText(migration)]);
}

function lastAnswer(query: Knex.QueryBuilder, { from, to }: StatusRange): void {
  query
    .from('confiture.attempts as a')
    .whereRaw('a.delivery_id = d.id and a.number = d.attempts')
    .whereBetween('a.answer_status', [from, to]);
}

/** True where the filter names more than a state: a bulk action on everything is rarely meant. */
export function isNarrow({ state: _state, ...others }: DeliveryFilter): boolean {
  return Object.values(others).some((value) => value !== undefined);
}
