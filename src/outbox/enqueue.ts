import { quoteLiteral } from '../database/quote.js';
import { serialize } from '../events/serializer.js';
import type { OutboxEntry } from './entry.js';
import { escapedText } from './escaped-text.js';

/** A run that lives takes its arrivals itself; one that nobody hears of any more loses them after so long. */
const HOLD_SECONDS = 3_600;

/**
 * Text that stores an entry among the arrivals: held for `token` and the session that runs it, or free for
 * anybody where it is null. It travels in the migration's transaction, so it is as little as can be: one row, no
 * index. Events and deliveries are made of it by whoever sends them (`unpackArrivals`, `completeEntries`).
 */
export function enqueueSql(entry: OutboxEntry, token: string | null): string {
  const holder =
    token === null
      ? 'null, null, null'
      : `${quoteLiteral(token)}, pg_catalog.pg_backend_pid(),
        pg_catalog.clock_timestamp() operator(pg_catalog.+) interval '${HOLD_SECONDS} seconds'`;
  const values = `${quoteLiteral(entry.event.id)}, ${quoteLiteral(arrivalText(entry))}, ${holder}`;
  return `insert into confiture.arrivals (event_id, entry, token, pid, held_until) values (${values})`;
}

/**
 * An entry as JSON: the event, and the messages that hooks made of it. Their own JSON travels as texts in it: a
 * database that is not in UTF-8 could not take apart a document with characters it does not know.
 */
export function arrivalText({ event, deliveries }: OutboxEntry): string {
  const { data } = event;
  return serialize({
    event: {
      id: event.id,
      type: event.type,
      created_at: event.created_at,
      run_id: 'run_id' in data ? data.run_id : null,
      migration: 'migration_name' in data ? escapedText(data.migration_name) : null,
      body: serialize(event),
    },
    deliveries: deliveries.map(({ id, hook, message: { target }, text }) => {
      return { id, hook, target, message: text };
    }),
  });
}
