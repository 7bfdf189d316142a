import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { OLDEST_OF } from '../store/endpoint-state.js';

/** How an endpoint stands now. */
export interface EndpointGauges {
  readonly endpoint: string;
  readonly pending: number;
  /** Age of the oldest event that waits for it; 0 where none does. */
  readonly oldestSeconds: number;
  readonly isDisabled: boolean;
}

/** Reads what waits, by its index, and not what was settled. */
export function readEndpointGauges(
  connection: Connection,
  { project, environment }: Scope,
): Promise<EndpointGauges[]> {
  return connection.query<EndpointGauges>(SQL, [project, environment]);
}

const SQL = `
  with waiting as (
    select endpoint, count(*) as count from confiture.deliveries
    where project = $1 and environment = $2 and state = 'waiting' and lease_token is null group by endpoint
    union all
    select endpoint, count(*) from confiture.deliveries
    where project = $1 and environment = $2 and lease_token is not null group by endpoint
  ),
  known as (
    select name as endpoint, array_agg(hook) as hooks, bool_or(disabled_at is not null) as is_disabled
    from confiture.endpoint_state where project = $1 and environment = $2 group by name
  )
  select k.endpoint, coalesce((select sum(w.count) from waiting w where w.endpoint = k.endpoint), 0)::float8 as pending,
    coalesce(extract(epoch from clock_timestamp() - (
      select min(e.created_at) from (
        select d.event_id from unnest(k.hooks) as h (hook) cross join lateral (
          select d.event_id from confiture.deliveries d
          where d.project = $1 and d.environment = $2 and d.hook = h.hook and d.endpoint = k.endpoint
            and d.state = 'waiting' and d.lease_token is null
          order by d.due_at limit ${OLDEST_OF}
        ) d
      ) d join confiture.events e on e.id = d.event_id
    )), 0)::float8 as "oldestSeconds",
    k.is_disabled as "isDisabled"
  from known k order by k.endpoint`;
