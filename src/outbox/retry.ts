import type { Connection } from '../database/connection.js';
import { enableTargets } from './endpoint-state.js';
import { CHANNEL } from './release.js';
import { mayBeOf, type Scope } from './scope.js';

/** Which deliveries are to be sent again: one, or all that failed since a moment. */
export type RetryWish = { readonly id: string } | { readonly failedSince: Date };

export interface Retried {
  readonly id: string;
  readonly hook: string;
  readonly target: string;
}

/**
 * Makes deliveries of the scope due now, at the start of their schedule, and switches their targets on again: a person
 * has decided. One of no project becomes the scope's own where it is named by its id. A delivery that is being sent
 * at this moment is left alone. The log of attempts goes on.
 */
export async function retryDeliveries(
  connection: Connection,
  at: Date | null,
  scope: Scope,
  wish: RetryWish,
): Promise<Retried[]> {
  const { project, environment } = scope;
  const [id, since] = 'id' in wish ? [wish.id, null] : [null, wish.failedSince];
  const retried = await connection.query<Retried>(SQL, [at, id, since, project, environment]);
  if (retried.length === 0) return [];
  await enableTargets(connection, scope, retried);
  await connection.query(`select pg_notify('${CHANNEL}', '')`);
  return retried;
}

const SQL = `
  with retried as (
    update confiture.deliveries d set state = 'waiting', schedule_position = 0, settled_at = null,
      due_at = coalesce($1::timestamptz, clock_timestamp()), project = $4, environment = $5
    where d.lease_token is null and ((d.id = $2 and ${mayBeOf('d', '$4', '$5')})
      or (d.state = 'failed' and d.settled_at >= $3::timestamptz and d.project = $4 and d.environment = $5))
    returning d.id, d.event_id, d.hook, d.target
  ),
  event as (
    update confiture.events e set project = $4, environment = $5
    where e.id in (select event_id from retried) and (e.project = '' or e.environment = '')
  ),
  target as (
    insert into confiture.endpoints (project, environment, hook, name)
    select distinct $4::text, $5::text, hook, target from retried order by hook, target
    on conflict do nothing
  )
  select id, hook, target from retried`;
