import { quoteLiteral } from '../database/quote.js';
import { serialize } from '../events/serializer.js';
import type { OutboxEntry } from './entry.js';
import { LEASE_SECONDS } from './lease.js';

/**
 * Text that stores an event and its deliveries, leased to `token` and to the session that runs it, or free
 * for anybody where it is null. Storing the same entry again changes nothing.
 */
export function enqueueSql({ event, deliveries }: OutboxEntry, token: string | null): string {
  const lease =
    token === null
      ? 'null, null, null'
      : `${quoteLiteral(token)}, pg_backend_pid(), clock_timestamp() + interval '${LEASE_SECONDS} seconds'`;
  const { data } = event;
  const runId = 'run_id' in data ? data.run_id : null;
  const migration = 'migration_name' in data ? data.migration_name : null;
  const rows = deliveries.map(({ id, hook, message, text }) =>
    tuple([id, event.id, hook, message.target, text], lease),
  );
  const targets = new Map(
    deliveries.map(({ hook, message: { target } }) => [`${hook}\n${target}`, tuple([hook, target])]),
  );
  return [
    `insert into confiture.events (id, type, created_at, run_id, migration, body) values ${tuple([
      event.id,
      event.type,
      event.created_at,
      runId,
      migration,
      serialize(event),
    ])} on conflict do nothing`,
    `insert into confiture.endpoints (hook, name) values ${[...targets.values()].join(', ')} on conflict do nothing`,
    `insert into confiture.deliveries (id, event_id, hook, target, message, lease_token, lease_pid, leased_until) values ${rows.join(
      ', ',
    )} on conflict do nothing`,
  ].join('; ');
}

function tuple(values: readonly (string | null)[], rest?: string): string {
  return `(${[...values.map(quoteLiteral), ...(rest === undefined ? [] : [rest])].join(', ')})`;
}
