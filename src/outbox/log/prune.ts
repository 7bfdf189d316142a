import type { Connection } from '../../database/connection.js';
import { mayBeOf, type Scope } from '../../storage/scope.js';

/** How long delivered and failed deliveries are kept, in days. */
export const RETENTION_DAYS = 30;
const BATCH = 5_000;

/**
 * Deletes deliveries of the scope that were settled more than `days` days ago, with their attempts, and then the
 * events of that age that no delivery is left of, and what was set aside. Waiting deliveries are kept, however old they are. In batches, so
 * that no lock is held long. Returns the number of deliveries deleted.
 *
 * Events are looked for in a statement of its own, after the deliveries are gone for all to see: of two processes
 * that delete the deliveries of one event at once, neither sees in the same statement what the other deletes.
 */
export async function pruneDeliveries(
  connection: Connection,
  at: Date | null,
  { project, environment }: Scope,
  days: number,
): Promise<number> {
  const deleteAll = async (sql: string): Promise<number> => {
    const [row] = await connection.query<{ count: number }>(sql, [at, days, BATCH, project, environment]);
    const count = row?.count ?? 0;
    return count < BATCH ? count : count + (await deleteAll(sql));
  };
  const deleted = await deleteAll(DELIVERIES);
  await deleteAll(EVENTS);
  await deleteAll(REJECTED);
  return deleted;
}

const CUTOFF = "coalesce($1::timestamptz, clock_timestamp()) - $2::integer * interval '1 day'";

const DELIVERIES = `
  with old as (
    select d.id from confiture.deliveries d
    where d.settled_at < ${CUTOFF} and ${mayBeOf('d', '$4', '$5')}
    order by d.settled_at limit $3 for update skip locked
  ),
  gone as (
    delete from confiture.deliveries d using old where d.id = old.id returning 1
  )
  select count(*)::integer as count from gone`;

const EVENTS = `
  with old as (
    select e.id from confiture.events e
    where e.created_at < ${CUTOFF} and ${mayBeOf('e', '$4', '$5')}
      and not exists (select from confiture.deliveries d where d.event_id = e.id)
    limit $3 for update skip locked
  ),
  gone as (
    delete from confiture.events e using old where e.id = old.id returning 1
  )
  select count(*)::integer as count from gone`;

const REJECTED = `
  with old as (
    select r.ctid from confiture.rejected r
    where r.rejected_at < ${CUTOFF} and ${mayBeOf('r', '$4', '$5')} limit $3 for update skip locked
  ),
  gone as (
    delete from confiture.rejected r where r.ctid = any (array(select ctid from old)) returning 1
  )
  select count(*)::integer as count from gone`;
