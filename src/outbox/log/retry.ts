import type { Connection } from '../../database/connection.js';
import { mayBeOf, type Scope } from '../../storage/scope.js';
import type { ChangedDelivery } from '../bulk/bulk-task.js';
import { readLastEventId, runBulk } from '../bulk/run-bulk.js';
import { enableEndpoints } from '../store/endpoint-state.js';
import { CHANNEL } from '../store/release.js';
import { type DeliveryFilter, deliveryStates } from './delivery-filter.js';

/**
 * Makes the deliveries of the scope that `filter` chooses due now, at the start of their schedule, and switches their endpoints on again: a person
 * has decided. One of no project becomes the scope's own where it is named by its id. A delivery that is being sent
 * at this moment is left alone. The log of attempts goes on. Several are sent after what else is due (`deferred`).
 */
export async function retryDeliveries(
  connection: Connection,
  at: Date | null,
  scope: Scope,
  filter: DeliveryFilter,
): Promise<readonly ChangedDelivery[]> {
  if (filter.id !== undefined) return retryOne(connection, at, scope, filter.id);
  const states = filter.state === undefined ? deliveryStates : [filter.state];
  const lastEventId = await readLastEventId(connection);
  return runBulk(connection, at, scope, { kind: 'retry', filter, states, perSecond: null, lastEventId });
}

async function retryOne(
  connection: Connection,
  at: Date | null,
  scope: Scope,
  id: string,
): Promise<readonly ChangedDelivery[]> {
  const { project, environment } = scope;
  const retried = await connection.query<ChangedDelivery>(RETRY, [at, id, project, environment]);
  if (retried.length === 0) return [];
  await enableEndpoints(connection, scope, retried);
  await connection.query(`select pg_notify('${CHANNEL}', '')`);
  return retried;
}

const RETRY = `
  with retried as (
    update confiture.deliveries d set state = 'waiting', schedule_position = 0, settled_at = null, deferred = false,
      due_at = coalesce($1::timestamptz, clock_timestamp()), project = $3::text, environment = $4::text
    where d.id = $2 and d.lease_token is null and ${mayBeOf('d', '$3', '$4')}
    returning d.id, d.event_id, d.hook, d.endpoint
  ),
  event as (
    update confiture.events set project = $3::text, environment = $4::text
    where id in (select event_id from retried) and (project = '' or environment = '')
  ),
  endpoint as (
    insert into confiture.endpoint_state (project, environment, hook, name)
    select distinct $3::text, $4::text, hook, endpoint from retried order by hook, endpoint
    on conflict do nothing
  )
  select id, hook, endpoint from retried`;
