import type { Connection } from '../../database/connection.js';
import { AT, LEASE_SECONDS, type Lease, newToken } from '../store/lease.js';
import { isHoldExpired } from '../store/release.js';
import { EVENTS_CHANNEL } from '../stream/channels.js';
import { malformedReason, type RejectedRecord, rejectRecord } from './rejected.js';

const BATCH = 500;

export interface FanOutResult {
  readonly hasMore: boolean;
  /** Malformed records, which were set aside. */
  readonly rejected: readonly RejectedRecord[];
}

/**
 * Makes events and deliveries of the records that no process holds any more: released, or left by a session that is
 * gone. The embedded database belongs to one process at a time, so there every record but our own is one of those.
 * Those of other projects are fanned out too, and their deliveries stay theirs. Storing a record twice changes nothing.
 */
export async function fanOut(connection: Connection, { at, token }: Lease): Promise<FanOutResult> {
  const free = `a.token is null or (a.token <> $2 and ${isHoldExpired(connection)})`;
  try {
    const [row] = await connection.query<{ count: number }>(fanOutWhere(`(${free}) limit ${BATCH}`), [
      at,
      token,
    ]);
    return { hasMore: row?.count === BATCH, rejected: [] };
  } catch (error) {
    if (malformedReason(error) === null) throw error;
  }
  const found = await connection.query<FoundRecord>(
    `select a.ctid::text as ctid, a.event_id as "eventId" from confiture.outbox_records a where ${free} limit ${BATCH}`,
    [at, token],
  );
  const rejected: RejectedRecord[] = [];
  for (const record of found) rejected.push(...(await fanOutOne(connection, { at, token }, free, record)));
  return { hasMore: found.length === BATCH, rejected };
}

interface FoundRecord {
  /** Place of the row; means the same row only together with the id. */
  readonly ctid: string;
  readonly eventId: string;
}

async function fanOutOne(
  connection: Connection,
  { at, token }: Lease,
  free: string,
  { ctid, eventId }: FoundRecord,
): Promise<RejectedRecord[]> {
  try {
    const one = fanOutWhere(`(${free}) and a.ctid = $3::text::tid and a.event_id = $4`);
    await connection.query(one, [at, token, ctid, eventId]);
    return [];
  } catch (error) {
    const reason = malformedReason(error);
    if (reason === null) throw error;
    return rejectRecord(connection, { ctid, eventId, reason });
  }
}

function fanOutWhere(which: string): string {
  return `with free as (
      select a.ctid from confiture.outbox_records a where ${which} for update skip locked
    ),
    taken as (
      delete from confiture.outbox_records a where a.ctid = any (array(select ctid from free))
      returning a.entry, a.project, a.environment
    ),
    ${fanOutSql('taken', 'null::text')}
    select count(*)::integer as count, (select count(*) from told) as told from taken`;
}

/** The same, until nothing is left. A role that may only read can do this as long as there is nothing to fan out. */
export async function fanOutAll(connection: Connection): Promise<readonly RejectedRecord[]> {
  const [row] = await connection.query<{ present: boolean }>(
    'select exists (select from confiture.outbox_records) as present',
  );
  const lease: Lease = { token: newToken(), at: null };
  const rejected: RejectedRecord[] = [];
  let hasMore = row?.present ?? false;
  while (hasMore) {
    const result = await fanOut(connection, lease);
    rejected.push(...result.rejected);
    hasMore = result.hasMore;
  }
  return rejected;
}

/**
 * Parts of a `with` that store the records of `source`, a relation with the columns `entry`, `project` and
 * `environment`. Deliveries to endpoints of the database that were removed are discarded; those to endpoints that
 * are neither switched off nor slowed down are leased to `token`, an SQL expression. `stored` has the ids of the
 * deliveries and whether each is leased; `told`, which must be asked for, tells servers of a scope that keeps all events.
 */
export function fanOutSql(source: string, token: string): string {
  return `
    event as (
      insert into confiture.events (id, type, created_at, run_id, migration, body, project, environment)
      select e.id, e.type, e.created_at, e.run_id, e.migration, e.body::json, project, environment
      from ${source}, json_to_record(entry::json -> 'event') as e
        (id text, type text, created_at timestamptz, run_id text, migration text, body text)
      on conflict do nothing
    ),
    draft as materialized (
      select entry::json -> 'event' ->> 'id' as event_id, d.id, d.hook, coalesce(d.endpoint, d.target) as endpoint,
        d.message::json as message, d.webhook, project, environment
      from ${source}, json_to_recordset(entry::json -> 'deliveries') as d
        (id text, hook text, endpoint text, target text, message text, webhook text)
    ),
    endpoint as (
      insert into confiture.endpoint_state (project, environment, hook, name)
      select distinct project, environment, hook, endpoint from draft order by project, environment, hook, endpoint
      on conflict do nothing
    ),
    stored as (
      insert into confiture.deliveries
        (id, event_id, hook, endpoint, message, project, environment, state, settled_at, last_result,
          lease_token, lease_pid, leased_until)
      select d.id, d.event_id, d.hook, d.endpoint, d.message, d.project, d.environment,
        case when gone.id is null then 'waiting' else 'discarded' end, case when gone.id is not null then ${AT} end,
        case when gone.id is not null then 'the endpoint was removed' end, lease.* from draft d
      left join lateral (
        select d.webhook as id where d.webhook is not null
          and not exists (select from confiture.webhooks w where w.id = d.webhook)
      ) gone on true
      left join lateral (
        select ${token} as token, pg_backend_pid(), ${AT} + interval '${LEASE_SECONDS} seconds'
        where ${token} is not null and gone.id is null and not exists (
          select from confiture.endpoint_state e
          where e.project = d.project and e.environment = d.environment and e.hook = d.hook and e.name = d.endpoint
            and (e.disabled_at is not null or e.throttled_until > ${AT})
        )
      ) lease on true
      order by d.id
      on conflict do nothing
      returning id, lease_token is not null as is_leased
    ),
    told as (
      select pg_notify('${EVENTS_CHANNEL}', '') from (
        select from ${source} join confiture.event_streams using (project, environment) limit 1
      ) one
    )`;
}
