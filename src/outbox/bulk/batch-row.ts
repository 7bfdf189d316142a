import type { BulkBatch, ChangedDelivery } from './bulk-task.js';

/** The one row with which the statement of a batch answers. */
export interface BatchRow {
  readonly changed: readonly ChangedDelivery[] | null;
  readonly last: readonly string[] | null;
}

/**
 * Of the rows `chosen`, in the order of all batches, those up to the last event; they are locked in this order, so that
 * two batches never wait for each other. The last event stands for two values.
 */
export const UNTIL_LAST = `
  held as (
    select d.event_id, d.id from confiture.deliveries d join chosen using (id)
    where ?::text is null or d.event_id <= ?::text
    order by d.event_id, d.id for update of d
  )`;

/** Rows of `changed`, and the sort key of the last row of `held`. */
export const CHANGED = `
  select (select json_agg(json_build_object('id', id, 'hook', hook, 'endpoint', endpoint)) from changed) as changed,
    (select json_build_array(event_id, id) from held order by event_id desc, id desc limit 1) as last`;

export function batchOf(rows: readonly BatchRow[]): BulkBatch {
  return { changed: rows[0]?.changed ?? [], last: rows[0]?.last ?? null };
}
