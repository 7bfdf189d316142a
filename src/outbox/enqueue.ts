import { quoteLiteral } from '../database/quote.js';
import { serialize } from '../events/serializer.js';
import type { OutboxEntry } from './entry.js';
import { LEASE_SECONDS } from './lease.js';

/**
 * Text that stores an event and its deliveries, leased to `token` and to the session that runs it, or free
 * for anybody where it is null. Storing the same entry again changes nothing. `registered` names hooks whose
 * targets `registerSql` has stored already.
 */
export function enqueueSql(
  { event, deliveries }: OutboxEntry,
  token: string | null,
  registered: ReadonlySet<string> = new Set(),
): string {
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
  const unknown = deliveries.filter(({ hook }) => !registered.has(hook));
  const targets = unknown.map(({ hook, message: { target } }) => [hook, target] as const);
  return [
    `insert into confiture.events (id, type, created_at, run_id, migration, body) values ${tuple([
      event.id,
      event.type,
      event.created_at,
      runId,
      migration,
      serialize(event),
    ])} on conflict do nothing`,
    ...(targets.length > 0 ? [registerSql(targets)] : []),
    `insert into confiture.deliveries (id, event_id, hook, target, message, lease_token, lease_pid, leased_until) values ${rows.join(
      ', ',
    )} on conflict do nothing`,
  ].join('; ');
}

/** Text that makes targets known, so that what waits for them is found. */
export function registerSql(targets: readonly (readonly [hook: string, target: string])[]): string {
  const rows = new Set(targets.map((target) => tuple(target)));
  return `insert into confiture.endpoints (hook, name) values ${[...rows].join(', ')} on conflict do nothing`;
}

function tuple(values: readonly (string | null)[], rest?: string): string {
  return `(${[...values.map(quoteLiteral), ...(rest === undefined ? [] : [rest])].join(', ')})`;
}
