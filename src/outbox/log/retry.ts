import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { enableEndpoints } from '../store/endpoint-state.js';
import { CHANNEL } from '../store/release.js';
import { type DeliveryFilter, filterSql, filterValues } from './delivery-filter.js';

export interface Retried {
  readonly id: string;
  readonly hook: string;
  readonly target: string;
}

/**
 * Makes the deliveries of the scope that `filter` chooses due now, at the start of their schedule, and switches their targets on again: a person
 * has decided. One of no project becomes the scope's own where it is named by its id. A delivery that is being sent
 * at this moment is left alone. The log of attempts goes on.
 */
export async function retryDeliveries(
  connection: Connection,
  at: Date | null,
  scope: Scope,
  filter: DeliveryFilter,
): Promise<Retried[]> {
  const retried = await connection.query<Retried>(SQL, [at, ...filterValues(scope, filter)]);
  if (retried.length === 0) return [];
  await enableEndpoints(connection, scope, retried);
  await connection.query(`select pg_notify('${CHANNEL}', '')`);
  return retried;
}

const SQL = `
  with retried as (
    update confiture.deliveries d set state = 'waiting', schedule_position = 0, settled_at = null,
      due_at = coalesce($1::timestamptz, clock_timestamp()), project = $2, environment = $3
    from confiture.events e where e.id = d.event_id and d.lease_token is null and ${filterSql(2, 'changed')}
    returning d.id, d.event_id, d.hook, d.target
  ),
  event as (
    update confiture.events e set project = $2, environment = $3
    where e.id in (select event_id from retried) and (e.project = '' or e.environment = '')
  ),
  target as (
    insert into confiture.endpoints (project, environment, hook, name)
    select distinct $2::text, $3::text, hook, target from retried order by hook, target
    on conflict do nothing
  )
  select id, hook, target from retried`;
