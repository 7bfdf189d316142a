import type { Connection } from '../database/connection.js';
import { AT, LEASE_SECONDS, type Lease, newToken } from './lease.js';
import { isLeft } from './release.js';

const BATCH = 500;

/**
 * Makes events and deliveries of the arrivals that nobody holds any more: handed over, or left by a session that is
 * gone. The embedded database belongs to one process at a time, so there every arrival but our own is one of those.
 * Storing an entry twice changes nothing. Returns true where there may be more.
 */
export async function unpackArrivals(connection: Connection, { at, token }: Lease): Promise<boolean> {
  const [row] = await connection.query<{ count: number }>(
    `with free as (
       select a.ctid from confiture.arrivals a
       where a.token is null or (a.token <> $2 and ${isLeft(connection, 'a.held_until', 'a.pid')})
       limit ${BATCH} for update skip locked
     ),
     taken as (
       delete from confiture.arrivals a where a.ctid = any (array(select ctid from free)) returning a.entry
     ),
     ${unpacked('taken', 'null::text')}
     select count(*)::integer as count from taken`,
    [at, token],
  );
  return row?.count === BATCH;
}

/** The same, until nothing is left. A role that may only read can do this as long as there is nothing to unpack. */
export async function unpackAll(connection: Connection): Promise<void> {
  const [row] = await connection.query<{ present: boolean }>(
    'select exists (select from confiture.arrivals) as present',
  );
  const lease: Lease = { token: newToken(), at: null };
  let hasMore = row?.present ?? false;
  while (hasMore) hasMore = await unpackArrivals(connection, lease);
}

/**
 * Parts of a `with` that store the entries of `source`, a relation with a column `entry`. Deliveries to targets that
 * are neither switched off nor slowed down are leased to `token`, an SQL expression. The last part, `stored`, has the
 * ids of the deliveries and whether each is leased.
 */
export function unpacked(source: string, token: string): string {
  return `
    event as (
      insert into confiture.events (id, type, created_at, run_id, migration, body)
      select e.id, e.type, e.created_at, e.run_id, e.migration, e.body::json
      from ${source}, json_to_record(entry::json -> 'event') as e
        (id text, type text, created_at timestamptz, run_id text, migration text, body text)
      on conflict do nothing
    ),
    draft as materialized (
      select entry::json -> 'event' ->> 'id' as event_id, d.id, d.hook, d.target, d.message::json as message
      from ${source}, json_to_recordset(entry::json -> 'deliveries') as d
        (id text, hook text, target text, message text)
    ),
    target as (
      insert into confiture.endpoints (hook, name) select distinct hook, target from draft order by hook, target
      on conflict do nothing
    ),
    stored as (
      insert into confiture.deliveries
        (id, event_id, hook, target, message, lease_token, lease_pid, leased_until)
      select d.id, d.event_id, d.hook, d.target, d.message, lease.* from draft d
      left join lateral (
        select ${token} as token, pg_backend_pid(), ${AT} + interval '${LEASE_SECONDS} seconds'
        where ${token} is not null and not exists (
          select from confiture.endpoints e where e.hook = d.hook and e.name = d.target
            and (e.disabled_at is not null or e.throttled_until > ${AT})
        )
      ) lease on true
      order by d.id
      on conflict do nothing
      returning id, lease_token is not null as is_leased
    )`;
}
