import type { Knex } from 'knex';
import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { enableEndpoints } from '../store/endpoint-state.js';
import { CHANNEL } from '../store/release.js';
import { chosen, type DeliveryFilter } from './delivery-filter.js';
import { queryBuilt } from './query-builder.js';

export interface Retried {
  readonly id: string;
  readonly hook: string;
  readonly endpoint: string;
}

/**
 * Makes the deliveries of the scope that `filter` chooses due now, at the start of their schedule, and switches their endpoints on again: a person
 * has decided. One of no project becomes the scope's own where it is named by its id. A delivery that is being sent
 * at this moment is left alone. The log of attempts goes on.
 */
export async function retryDeliveries(
  connection: Connection,
  at: Date | null,
  scope: Scope,
  filter: DeliveryFilter,
): Promise<Retried[]> {
  const retried = await queryBuilt<Retried>(connection, retryOf(at, scope, filter));
  if (retried.length === 0) return [];
  await enableEndpoints(connection, scope, retried);
  await connection.query(`select pg_notify('${CHANNEL}', '')`);
  return retried;
}

function retryOf(at: Date | null, scope: Scope, filter: DeliveryFilter) {
  const { project, environment } = scope;
  return (knex: Knex): Knex.QueryBuilder => {
    const retried = knex('confiture.deliveries as d')
      .updateFrom('confiture.events as e')
      .whereRaw('e.id = d.event_id')
      .whereNull('d.lease_token')
      .modify(chosen(scope, filter, 'changed'))
      .update({
        state: 'waiting',
        schedule_position: 0,
        settled_at: null,
        due_at: knex.raw('coalesce(?::timestamptz, clock_timestamp())', [at]),
        project,
        environment,
      })
      .returning(['d.id', 'd.event_id', 'd.hook', 'd.endpoint']);
    const event = knex('confiture.events')
      .whereIn('id', knex.select('event_id').from('retried'))
      .where((owner) => owner.where('project', '').orWhere('environment', ''))
      .update({ project, environment });
    return knex
      .with('retried', retried)
      .with('event', event)
      .with('endpoint', knex.raw(ADD_ENDPOINTS, [project, environment]))
      .select('id', 'hook', 'endpoint')
      .from('retried');
  };
}

const ADD_ENDPOINTS = `
  insert into confiture.endpoint_state (project, environment, hook, name)
  select distinct ?::text, ?::text, hook, endpoint from retried order by hook, endpoint
  on conflict do nothing`;
