import type { Connection } from '../database/connection.js';
import { AT, DROP_LEASE, type Lease, TAKE_LEASE } from './lease.js';

/** Channel on which workers are told that something may be due. */
export const CHANNEL = 'confiture_outbox';

/** Gives back what this process holds, all of it or the deliveries in `ids`, as if it had never been claimed. */
export async function releaseHeld(
  connection: Connection,
  token: string,
  ids: readonly string[] | null = null,
): Promise<void> {
  await connection.query(
    `with freed as (
       update confiture.deliveries set ${DROP_LEASE}
       where lease_token = $1 and ($2::text[] is null or id = any ($2)) returning 1
     )
     select pg_notify('${CHANNEL}', '') where exists (select from freed)`,
    [token, ids],
  );
}

/**
 * Renews what this process has in hand, and lets go of what it does not know it holds: a claim whose answer was
 * lost with the connection. Returns the ids that are still its own.
 */
export async function renewHeld(
  connection: Connection,
  { at, token }: Lease,
  inHand: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await connection.query<{ id: string }>(
    `with stray as (
       update confiture.deliveries set ${DROP_LEASE} where lease_token = $2 and id <> all ($3::text[])
     )
     update confiture.deliveries set ${TAKE_LEASE} where lease_token = $2 and id = any ($3::text[]) returning id`,
    [at, token, inHand],
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * Frees what is leased to nobody any more: the lease has run out, or its session has left the server. The
 * embedded database belongs to one process at a time, so there every lease but our own is one of the dead.
 */
export async function releaseDead(connection: Connection, { at, token }: Lease): Promise<number> {
  const rows = await connection.query(
    `update confiture.deliveries d set ${DROP_LEASE} where d.id in (
       select d.id from confiture.deliveries d
       where d.lease_token is not null and d.lease_token <> $2 and ${isLeft(connection, 'd.leased_until', 'd.lease_pid')}
       for update skip locked
     ) returning 1`,
    [at, token],
  );
  return rows.length;
}

/** True where a process that is gone has left something, delivery or arrival. */
export async function isAnythingLeft(connection: Connection): Promise<boolean> {
  const [row] = await connection.query<{ left: boolean }>(
    `select exists (
       select from confiture.deliveries d
       where d.lease_token is not null and ${isLeft(connection, 'd.leased_until', 'd.lease_pid')}
     ) or exists (
       select from confiture.arrivals a
       where a.token is not null and ${isLeft(connection, 'a.held_until', 'a.pid')}
     ) as left`,
    [null],
  );
  return row?.left ?? false;
}

/** SQL for what is true of a lease that nobody keeps any more; $1 is the time. */
export function isLeft(connection: Connection, until: string, pid: string): string {
  const isGone =
    connection.kind === 'embedded'
      ? 'true'
      : `${until} <= ${AT} or not exists (select from pg_stat_activity s where s.pid = ${pid})`;
  return `($1::timestamptz is null or true) and (${isGone})`;
}
