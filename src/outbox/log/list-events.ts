import type { Connection } from '../../database/connection.js';
import type { ConfitureEvent } from '../../events/event.js';
import type { Keyset } from '../../storage/keyset.js';
import type { Scope } from '../../storage/scope.js';
import { unescapedText } from '../records/escaped-text.js';
import { MOST_COUNTED } from './count.js';
import type { DeliveryState } from './delivery-filter.js';
import { chosenEvents, type EventFilter } from './query/event-filter.js';
import { queryBuilt } from './query/query-builder.js';

/** An event, and what has become of its deliveries. */
export interface ListedEvent {
  readonly id: string;
  readonly type: string;
  readonly createdAt: Date;
  readonly runId: string | null;
  readonly migration: string | null;
  readonly deliveries: readonly EventDelivery[];
}

/** What has become of an event for one endpoint. */
export interface EventDelivery {
  readonly id: string;
  readonly hook: string;
  readonly endpoint: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly lastResult: string | null;
}

/** Events of a scope that are stored, with their deliveries. */
export async function listEvents(
  connection: Connection,
  scope: Scope,
  filter: EventFilter,
  keyset: Keyset,
): Promise<ListedEvent[]> {
  const rows = await queryBuilt<ListedEvent>(connection, (knex) =>
    knex
      .with('chosen', chosenEvents(knex, scope, filter, keyset))
      .from('chosen')
      .join('confiture.events as e', 'e.id', 'chosen.id')
      .select(knex.raw(COLUMNS))
      .orderBy('e.id', keyset.order),
  );
  return rows.map(readable);
}

/** How many events a list has, `MOST_COUNTED` at most. */
export async function countEvents(
  connection: Connection,
  scope: Scope,
  filter: EventFilter,
): Promise<{ readonly count: number; readonly isCapped: boolean }> {
  const keyset: Keyset = { after: null, order: 'desc', limit: MOST_COUNTED + 1 };
  const [row] = await queryBuilt<{ count: number }>(connection, (knex) =>
    knex
      .select(knex.raw('count(*)::integer as count'))
      .from(chosenEvents(knex, scope, filter, keyset).as('n')),
  );
  const count = row?.count ?? 0;
  return { count: Math.min(count, MOST_COUNTED), isCapped: count > MOST_COUNTED };
}

/** One event of a scope as it is stored; null where there is none, or none any more. */
export async function readStoredEvent(
  connection: Connection,
  { project, environment }: Scope,
  id: string,
): Promise<(ListedEvent & { readonly body: ConfitureEvent }) | null> {
  const [row] = await connection.query<ListedEvent & { readonly body: ConfitureEvent }>(
    `select ${COLUMNS}, e.body from confiture.events e where e.id = $1 and e.project = $2 and e.environment = $3`,
    [id, project, environment],
  );
  return row ? { ...readable(row), body: row.body } : null;
}

const COLUMNS = `e.id, e.type, e.created_at as "createdAt", e.run_id as "runId", e.migration,
  coalesce((
    select json_agg(json_build_object('id', d.id, 'hook', d.hook, 'endpoint', d.endpoint, 'state', d.state,
      'attempts', d.attempts, 'lastResult', d.last_result) order by d.id)
    from confiture.deliveries d where d.event_id = e.id), '[]') as deliveries`;

function readable<E extends ListedEvent>(event: E): E {
  return { ...event, migration: event.migration === null ? null : unescapedText(event.migration) };
}
