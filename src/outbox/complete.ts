import type { Connection } from '../database/connection.js';
import { serialize } from '../events/serializer.js';
import type { OutboxEntry } from './entry.js';
import { type Lease, TAKE_LEASE } from './lease.js';

/**
 * Replaces what the transactions knew by what is known after them, and takes the deliveries over into the
 * present session. Returns the ids of the deliveries that may now be sent from here. An event of which
 * somebody else holds a delivery stays as it is, because the same body must go to every endpoint.
 */
export async function completeEntries(
  connection: Connection,
  { at, token }: Lease,
  entries: readonly OutboxEntry[],
): Promise<ReadonlySet<string>> {
  const events = entries.map(({ event }) => ({ id: event.id, body: serialize(event) }));
  const messages = entries.flatMap(({ deliveries }) =>
    deliveries.map(({ id, text }) => ({ id, message: text })),
  );
  const rows = await connection.query<{ id: string }>(SQL, [
    at,
    token,
    JSON.stringify(events),
    JSON.stringify(messages),
  ]);
  return new Set(rows.map(({ id }) => id));
}

const SQL = `
  with event as (select * from json_to_recordset($3::json) as e (id text, body text)),
  given as (select * from json_to_recordset($4::json) as m (id text, message text)),
  held as (
    select d.id, d.event_id from confiture.deliveries d
    where d.lease_token = $2 and d.event_id in (select id from event) order by d.id for update
  ),
  whole as (
    select event_id from held group by event_id
    having count(*) = (select count(*) from confiture.deliveries every where every.event_id = held.event_id)
  ),
  told as (
    update confiture.events e set body = event.body::json from event join whole on whole.event_id = event.id
    where e.id = event.id
  )
  update confiture.deliveries d set ${TAKE_LEASE}, message = given.message::json
  from held join whole using (event_id) join given on given.id = held.id
  where d.id = held.id
  returning d.id`;
