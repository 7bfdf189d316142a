import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { storableText } from '../records/storable.js';
import type { EndpointChange } from './endpoint-state.js';
import { DROP_LEASE } from './lease.js';

/** Name of a hook's endpoint in a scope. */
export interface EndpointKey {
  readonly hook: string;
  readonly endpoint: string;
}

/** How many deliveries wait for an endpoint, those that are being sent included. */
export async function countUndelivered(
  connection: Connection,
  { project, environment }: Scope,
  { hook, endpoint }: EndpointKey,
): Promise<number> {
  const [row] = await connection.query<{ count: number }>(
    `select count(*)::integer as count from confiture.deliveries
     where project = $1 and environment = $2 and hook = $3 and endpoint = $4 and state = 'waiting'`,
    [project, environment, hook, endpoint],
  );
  return row?.count ?? 0;
}

/** An endpoint that nothing is sent to any more. */
export interface RetiredEndpoint {
  readonly discarded: number;
  /** Failures in a row that it leaves behind, and when the first of them was; none where it did not fail. */
  readonly failures: number;
  readonly failingSince: Date | null;
}

/**
 * For an endpoint that is removed: what waits for it is discarded and stays visible, also what a sender has in flight,
 * whose answer then changes nothing. Another endpoint may have its name later, and begins anew.
 */
export async function retireEndpoint(
  connection: Connection,
  { project, environment }: Scope,
  { hook, endpoint }: EndpointKey,
  reason: string,
): Promise<RetiredEndpoint> {
  const [row] = await connection.query<RetiredEndpoint>(
    `with condition as (
       select failures, failing_since from confiture.endpoint_state
       where project = $1 and environment = $2 and hook = $3 and name = $4
     ),
     fresh as (
       update confiture.endpoint_state set disabled_at = null, disabled_reason = null, throttled_until = null,
         failing_since = null, failures = 0, told_failing_at = null
       where project = $1 and environment = $2 and hook = $3 and name = $4
     ),
     discarded as (
       update confiture.deliveries set ${DROP_LEASE}, state = 'discarded', settled_at = clock_timestamp(),
         last_result = $5
       where project = $1 and environment = $2 and hook = $3 and endpoint = $4 and state = 'waiting' returning 1
     )
     select (select count(*)::integer from discarded) as discarded,
       coalesce((select failures from condition), 0) as failures,
       (select failing_since from condition) as "failingSince"`,
    [project, environment, hook, endpoint, storableText(reason)],
  );
  return row ?? { discarded: 0, failures: 0, failingSince: null };
}

/**
 * Sends nothing more to an endpoint until it is switched on again; its events are stored all the same. Returns what others
 * have to be told; null where it was off already.
 */
export async function disableEndpoint(
  connection: Connection,
  { project, environment }: Scope,
  { hook, endpoint }: EndpointKey,
  reason: string,
): Promise<EndpointChange | null> {
  const [row] = await connection.query<Pick<EndpointChange, 'failures' | 'failingSince'>>(
    `insert into confiture.endpoint_state as e (project, environment, hook, name, disabled_at, disabled_reason)
     values ($1, $2, $3, $4, clock_timestamp(), $5)
     on conflict (project, environment, hook, name) do update
       set disabled_at = clock_timestamp(), disabled_reason = excluded.disabled_reason where e.disabled_at is null
     returning e.failures, e.failing_since as "failingSince"`,
    [project, environment, hook, endpoint, storableText(reason)],
  );
  return row ? { change: 'disabled', hook, endpoint, reason, ...row, oldestWaitingSince: null } : null;
}

/** True where nothing is sent to the endpoint. */
export async function isDisabled(
  connection: Connection,
  { project, environment }: Scope,
  { hook, endpoint }: EndpointKey,
): Promise<boolean> {
  const rows = await connection.query(
    `select from confiture.endpoint_state where project = $1 and environment = $2 and hook = $3 and name = $4
       and disabled_at is not null for update`,
    [project, environment, hook, endpoint],
  );
  return rows.length > 0;
}

/**
 * Gives up what has waited for an endpoint while it was switched off: one that is switched on again gets what happens from
 * then on, and the rest only where it is asked for. Returns how many there were.
 */
export async function failUnsent(
  connection: Connection,
  { project, environment }: Scope,
  { hook, endpoint }: EndpointKey,
  reason: string,
): Promise<number> {
  const [row] = await connection.query<{ count: number }>(
    `with failed as (
       update confiture.deliveries set state = 'failed', settled_at = clock_timestamp(), last_result = $5
       where project = $1 and environment = $2 and hook = $3 and endpoint = $4 and state = 'waiting'
         and lease_token is null returning 1
     )
     select count(*)::integer as count from failed`,
    [project, environment, hook, endpoint, storableText(reason)],
  );
  return row?.count ?? 0;
}
