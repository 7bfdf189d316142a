import type { Connection } from '../database/connection.js';

/** How long delivered and failed deliveries are kept, in days. */
export const RETENTION_DAYS = 30;
const BATCH = 5_000;

/**
 * Deletes deliveries that were settled more than `days` days ago, with their attempts, and the events that
 * no delivery is left of. What waits is kept, however old it is. In batches, so that no lock is held long.
 * Returns the number of deliveries deleted.
 */
export async function pruneDeliveries(
  connection: Connection,
  at: Date | null,
  days: number,
): Promise<number> {
  let deleted = 0;
  for (;;) {
    const [row] = await connection.query<{ count: number }>(SQL, [at, days, BATCH]);
    const count = row?.count ?? 0;
    deleted += count;
    if (count < BATCH) return deleted;
  }
}

const SQL = `
  with old as (
    select id from confiture.deliveries
    where settled_at < coalesce($1::timestamptz, clock_timestamp()) - $2::integer * interval '1 day'
    order by settled_at limit $3 for update skip locked
  ),
  gone as (
    delete from confiture.deliveries d using old where d.id = old.id returning d.id, d.event_id
  ),
  told as (
    delete from confiture.events e where e.id in (select event_id from gone) and not exists (
      select from confiture.deliveries d
      where d.event_id = e.id and d.id not in (select id from gone)
    )
  )
  select count(*)::integer as count from gone`;
