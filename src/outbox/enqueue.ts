import { quoteLiteral } from '../database/quote.js';
import { serialize } from '../events/serializer.js';
import type { OutboxEntry } from './entry.js';
import { LEASE_SECONDS } from './lease.js';

/**
 * Text that stores an entry among the arrivals: held for `token` and the session that runs it, or free for
 * anybody where it is null. It travels in the migration's transaction, so it is as little as can be: one row, no
 * index. Events and deliveries are made of it by whoever sends them (`unpackArrivals`, `completeEntries`).
 */
export function enqueueSql(entry: OutboxEntry, token: string | null): string {
  const holder =
    token === null
      ? 'null, null, null'
      : `${quoteLiteral(token)}, pg_backend_pid(), clock_timestamp() + interval '${LEASE_SECONDS} seconds'`;
  const values = `${quoteLiteral(entry.event.id)}, ${quoteLiteral(arrivalText(entry))}, ${holder}`;
  return `insert into confiture.arrivals (event_id, entry, token, pid, held_until) values (${values})`;
}

/** An entry as JSON: the event, and the messages that hooks made of it. */
export function arrivalText({ event, deliveries }: OutboxEntry): string {
  const messages = deliveries.map(({ id, hook, text }) => {
    return `{"id": ${JSON.stringify(id)}, "hook": ${JSON.stringify(hook)}, "message": ${text}}`;
  });
  return `{"event": ${serialize(event)}, "deliveries": [${messages.join(', ')}]}`;
}
