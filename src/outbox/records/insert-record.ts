import { quoteLiteral } from '../../database/quote.js';
import { serialize } from '../../events/serializer.js';
import type { OutboxMessage } from '../../hooks/define/outbox-hook.js';
import type { Scope } from '../../storage/scope.js';
import { HOLD_SECONDS } from '../store/lease.js';
import { escapedText } from './escaped-text.js';
import type { OutboxRecord } from './outbox-record.js';

/**
 * Text that stores a record of `scope`: held for `token` and the session that runs it, or free for every process where
 * it is null. It travels in the migration's transaction, so it is as little as can be: one row, no index. Events and
 * deliveries are made of it by the process that sends them (`fanOut`, `fanOutCommitted`).
 */
export function insertRecordSql(record: OutboxRecord, scope: Scope, token: string | null): string {
  return insertRecordsSql([record], scope, token);
}

/** The same for several records at once. */
export function insertRecordsSql(
  records: readonly OutboxRecord[],
  scope: Scope,
  token: string | null,
): string {
  const holder =
    token === null
      ? 'null, null, null'
      : `${quoteLiteral(token)}, pg_catalog.pg_backend_pid(),
        pg_catalog.clock_timestamp() operator(pg_catalog.+) interval '${HOLD_SECONDS} seconds'`;
  const rows = records.map((record) => {
    const texts = [record.event.id, recordText(record), scope.project, scope.environment];
    return `(${texts.map(quoteLiteral).join(', ')}, ${holder})`;
  });
  return `insert into confiture.outbox_records (event_id, entry, project, environment, token, pid, held_until)
    values ${rows.join(', ')}`;
}

/** As `insertRecordSql`, of a record that is free; one without deliveries only where the scope keeps all events. */
export function insertWantedSql(record: OutboxRecord, scope: Scope): string {
  if (record.deliveries.length > 0) return insertRecordSql(record, scope, null);
  const [project, environment] = [scope.project, scope.environment].map(quoteLiteral);
  return `insert into confiture.outbox_records (event_id, entry, project, environment)
    select ${quoteLiteral(record.event.id)}, ${quoteLiteral(recordText(record))}, s.project, s.environment
    from confiture.event_streams s
    where s.project operator(pg_catalog.=) ${project} and s.environment operator(pg_catalog.=) ${environment}`;
}

/**
 * A record as JSON: the event, and the messages that hooks made of it. Their own JSON travels as texts in it: a
 * database that is not in UTF-8 could not take apart a document with characters it does not know.
 */
export function recordText({ event, deliveries, body }: OutboxRecord): string {
  const { data } = event;
  return serialize({
    event: {
      id: event.id,
      type: event.type,
      created_at: event.created_at,
      run_id: 'run_id' in data ? data.run_id : null,
      migration: 'migration_name' in data ? escapedText(data.migration_name) : null,
      body: body ?? serialize(event),
    },
    deliveries: deliveries.map(({ id, hook, message, text }) => {
      const webhook = storedEndpointOf(message);
      return { id, hook, endpoint: message.endpoint, message: text, ...(webhook !== null && { webhook }) };
    }),
  });
}

/** The id of the endpoint of the database that a message is for; null for all others. */
function storedEndpointOf(message: OutboxMessage & { readonly webhook?: unknown }): string | null {
  const { webhook } = message;
  return typeof webhook === 'string' && /^whk_[0-9a-z]{26}$/.test(webhook) ? webhook : null;
}
