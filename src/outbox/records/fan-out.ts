import type { Connection } from '../../database/connection.js';
import { AT, LEASE_SECONDS, type Lease, newToken } from '../store/lease.js';
import { isHoldLeft } from '../store/release.js';
import { malformedReason, type RejectedRecord, rejectArrival } from './rejected.js';

const BATCH = 500;

export interface Unpacked {
  readonly hasMore: boolean;
  /** Malformed arrivals, which were set aside. */
  readonly rejected: readonly RejectedRecord[];
}

/**
 * Makes events and deliveries of the arrivals that nobody holds any more: handed over, or left by a session that is
 * gone. The embedded database belongs to one process at a time, so there every arrival but our own is one of those.
 * Those of other projects are unpacked too: what is made of them stays theirs. Storing an entry twice changes nothing.
 */
export async function unpackArrivals(connection: Connection, { at, token }: Lease): Promise<Unpacked> {
  const free = `a.token is null or (a.token <> $2 and ${isHoldLeft(connection)})`;
  try {
    const [row] = await connection.query<{ count: number }>(unpackSql(`(${free}) limit ${BATCH}`), [
      at,
      token,
    ]);
    return { hasMore: row?.count === BATCH, rejected: [] };
  } catch (error) {
    if (malformedReason(error) === null) throw error;
  }
  const found = await connection.query<FoundArrival>(
    `select a.ctid::text as ctid, a.event_id as "eventId" from confiture.arrivals a where ${free} limit ${BATCH}`,
    [at, token],
  );
  const rejected: RejectedRecord[] = [];
  for (const arrival of found) rejected.push(...(await unpackOne(connection, { at, token }, free, arrival)));
  return { hasMore: found.length === BATCH, rejected };
}

interface FoundArrival {
  /** Place of the row; means the same row only together with the id. */
  readonly ctid: string;
  readonly eventId: string;
}

async function unpackOne(
  connection: Connection,
  { at, token }: Lease,
  free: string,
  { ctid, eventId }: FoundArrival,
): Promise<RejectedRecord[]> {
  try {
    const one = unpackSql(`(${free}) and a.ctid = $3::text::tid and a.event_id = $4`);
    await connection.query(one, [at, token, ctid, eventId]);
    return [];
  } catch (error) {
    const reason = malformedReason(error);
    if (reason === null) throw error;
    return rejectArrival(connection, { ctid, eventId, reason });
  }
}

function unpackSql(which: string): string {
  return `with free as (
      select a.ctid from confiture.arrivals a where ${which} for update skip locked
    ),
    taken as (
      delete from confiture.arrivals a where a.ctid = any (array(select ctid from free))
      returning a.entry, a.project, a.environment
    ),
    ${unpacked('taken', 'null::text')}
    select count(*)::integer as count from taken`;
}

/** The same, until nothing is left. A role that may only read can do this as long as there is nothing to unpack. */
export async function fanOutAll(connection: Connection): Promise<readonly RejectedRecord[]> {
  const [row] = await connection.query<{ present: boolean }>(
    'select exists (select from confiture.arrivals) as present',
  );
  const lease: Lease = { token: newToken(), at: null };
  const rejected: RejectedRecord[] = [];
  let hasMore = row?.present ?? false;
  while (hasMore) {
    const unpacked = await unpackArrivals(connection, lease);
    rejected.push(...unpacked.rejected);
    hasMore = unpacked.hasMore;
  }
  return rejected;
}

/**
 * Parts of a `with` that store the entries of `source`, a relation with the columns `entry`, `project` and
 * `environment`. Deliveries to targets that
 * are neither switched off nor slowed down are leased to `token`, an SQL expression. The last part, `stored`, has the
 * ids of the deliveries and whether each is leased.
 */
export function unpacked(source: string, token: string): string {
  return `
    event as (
      insert into confiture.events (id, type, created_at, run_id, migration, body, project, environment)
      select e.id, e.type, e.created_at, e.run_id, e.migration, e.body::json, project, environment
      from ${source}, json_to_record(entry::json -> 'event') as e
        (id text, type text, created_at timestamptz, run_id text, migration text, body text)
      on conflict do nothing
    ),
    draft as materialized (
      select entry::json -> 'event' ->> 'id' as event_id, d.id, d.hook, d.target, d.message::json as message,
        project, environment
      from ${source}, json_to_recordset(entry::json -> 'deliveries') as d
        (id text, hook text, target text, message text)
    ),
    target as (
      insert into confiture.endpoints (project, environment, hook, name)
      select distinct project, environment, hook, target from draft order by project, environment, hook, target
      on conflict do nothing
    ),
    stored as (
      insert into confiture.deliveries
        (id, event_id, hook, target, message, project, environment, lease_token, lease_pid, leased_until)
      select d.id, d.event_id, d.hook, d.target, d.message, d.project, d.environment, lease.* from draft d
      left join lateral (
        select ${token} as token, pg_backend_pid(), ${AT} + interval '${LEASE_SECONDS} seconds'
        where ${token} is not null and not exists (
          select from confiture.endpoints e
          where e.project = d.project and e.environment = d.environment and e.hook = d.hook and e.name = d.target
            and (e.disabled_at is not null or e.throttled_until > ${AT})
        )
      ) lease on true
      order by d.id
      on conflict do nothing
      returning id, lease_token is not null as is_leased
    )`;
}
