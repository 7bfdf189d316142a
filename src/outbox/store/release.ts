import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { AT, DROP_LEASE, HOLD_SECONDS, LEASE_SECONDS, type Lease, TAKE_LEASE } from './lease.js';

/** Channel on which workers are told that something may be due. */
export const CHANNEL = 'confiture_outbox';

/** Gives back deliveries that this process holds, all or those in `ids`, as if they had never been claimed. */
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
 * Renews the leases this process holds, and releases deliveries it does not know it holds: a claim whose answer was
 * lost with the connection. Returns the ids that are still its own.
 */
export async function renewHeld(
  connection: Connection,
  { at, token }: Lease,
  held: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await connection.query<{ id: string }>(
    `with unknown as (
       update confiture.deliveries set ${DROP_LEASE} where lease_token = $2 and id <> all ($3::text[])
     )
     update confiture.deliveries set ${TAKE_LEASE} where lease_token = $2 and id = any ($3::text[]) returning id`,
    [at, token, held],
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * Releases deliveries whose lease is not kept any more: it has run out, or its session has left the server. The
 * embedded database belongs to one process at a time, so there every lease but our own is expired.
 */
export async function releaseExpired(connection: Connection, { at, token }: Lease): Promise<number> {
  const rows = await connection.query(
    `update confiture.deliveries d set ${DROP_LEASE} where d.id in (
       select d.id from confiture.deliveries d
       where d.lease_token is not null and d.lease_token <> $2 and ${isLeaseExpired(connection)}
       for update skip locked
     ) returning 1`,
    [at, token],
  );
  return rows.length;
}

/** True where a process that is gone has left a delivery of the scope, or a record, which any sender fans out. */
export async function isAnythingLeft(
  connection: Connection,
  { project, environment }: Scope,
): Promise<boolean> {
  const [row] = await connection.query<{ left: boolean }>(
    `select exists (
       select from confiture.deliveries d
       where d.lease_token is not null and d.project = $2 and d.environment = $3
         and ${isLeaseExpired(connection)}
     ) or exists (
       select from confiture.outbox_records a
       where a.token is not null and ${isHoldExpired(connection)}
     ) as left`,
    [null, project, environment],
  );
  return row?.left ?? false;
}

/** SQL that is true for a delivery whose lease is not kept any more; $1 is the time. */
function isLeaseExpired(connection: Connection): string {
  return isLeft(connection, { until: 'd.leased_until', pid: 'd.lease_pid', seconds: LEASE_SECONDS });
}

/** The same for a record that is held. */
export function isHoldExpired(connection: Connection): string {
  return isLeft(connection, { until: 'a.held_until', pid: 'a.pid', seconds: HOLD_SECONDS });
}

/**
 * A backend that started after a lease was taken is not the one that took it: after a restart of its container a
 * server gives the same process ids again. Where the start may not be seen, the id decides.
 */
function isLeft(
  connection: Connection,
  { until, pid, seconds }: { readonly until: string; readonly pid: string; readonly seconds: number },
): string {
  const isGone =
    connection.kind === 'embedded'
      ? 'true'
      : `${until} <= ${AT} or not exists (
          select from pg_stat_activity s where s.pid = ${pid}
            and coalesce(s.backend_start <= ${until} - interval '${seconds} seconds', true))`;
  return `($1::timestamptz is null or true) and (${isGone})`;
}
