import type { Connection } from '../database/connection.js';
import { enableTargets } from './endpoint-state.js';
import { CHANNEL } from './release.js';

/** Which deliveries are to be sent again: one, or all that failed since a moment. */
export type RetryWish = { readonly id: string } | { readonly failedSince: Date };

export interface Retried {
  readonly id: string;
  readonly hook: string;
  readonly target: string;
}

/**
 * Makes deliveries due now, at the start of their schedule, and switches their targets on again: a person
 * has decided. What somebody is sending at this moment is left alone. The log of attempts goes on.
 */
export async function retryDeliveries(
  connection: Connection,
  at: Date | null,
  wish: RetryWish,
): Promise<Retried[]> {
  const [id, since] = 'id' in wish ? [wish.id, null] : [null, wish.failedSince];
  const retried = await connection.query<Retried>(
    `update confiture.deliveries set state = 'waiting', schedule_position = 0, settled_at = null,
       due_at = coalesce($1::timestamptz, clock_timestamp())
     where lease_token is null and (id = $2 or (state = 'failed' and settled_at >= $3::timestamptz))
     returning id, hook, target`,
    [at, id, since],
  );
  if (retried.length === 0) return [];
  await enableTargets(connection, retried);
  await connection.query(`select pg_notify('${CHANNEL}', '')`);
  return retried;
}
