import { quoteLiteral } from '../../database/quote.js';
import { serialize } from '../../events/serializer.js';
import type { Scope } from '../../storage/scope.js';
import type { OutboxEntry } from '../run/entry.js';
import { HOLD_SECONDS } from '../store/lease.js';
import { escapedText } from './escaped-text.js';

/**
 * Text that stores an entry of `scope` among the arrivals: held for `token` and the session that runs it, or free for
 * anybody where it is null. It travels in the migration's transaction, so it is as little as can be: one row, no
 * index. Events and deliveries are made of it by whoever sends them (`unpackArrivals`, `completeEntries`).
 */
export function enqueueSql(entry: OutboxEntry, scope: Scope, token: string | null): string {
  const holder =
    token === null
      ? 'null, null, null'
      : `${quoteLiteral(token)}, pg_catalog.pg_backend_pid(),
        pg_catalog.clock_timestamp() operator(pg_catalog.+) interval '${HOLD_SECONDS} seconds'`;
  const texts = [entry.event.id, arrivalText(entry), scope.project, scope.environment].map(quoteLiteral);
  return `insert into confiture.arrivals (event_id, entry, project, environment, token, pid, held_until)
    values (${texts.join(', ')}, ${holder})`;
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
