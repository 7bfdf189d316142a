import type { Connection } from '../../database/connection.js';
import type { ConfitureEvent } from '../../events/event.js';
import type { AttemptDetails } from '../../hooks/define/outbox-hook.js';
import type { EndpointState } from '../../run-events/endpoint-state.js';
import type { Keyset } from '../../storage/keyset.js';
import { mayBeOf, type Scope } from '../../storage/scope.js';
import { unescapedText } from '../records/escaped-text.js';
import type { DeliveryFilter, DeliveryState } from './delivery-filter.js';
import { chosenDeliveries } from './query/chosen-deliveries.js';
import { queryBuilt } from './query/query-builder.js';

/** One delivery as it is shown. */
export interface ListedDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly migration: string | null;
  readonly runId: string | null;
  readonly hook: string;
  readonly endpoint: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly createdAt: Date;
  /** When the next attempt is due; null where none is. */
  readonly dueAt: Date | null;
  readonly settledAt: Date | null;
  readonly lastResult: string | null;
  /** HTTP status of the last answer, or why there was none; null before the first attempt. */
  readonly lastAnswer: string | null;
  /** True where a bulk action put it back: it is sent when nothing else is due for its endpoint. */
  readonly deferred: boolean;
  /** True while a process is sending it. */
  readonly leased: boolean;
  /** Set while nothing is sent to the endpoint. */
  readonly disabledReason: string | null;
  readonly throttledUntil: Date | null;
}

export interface ListFilter extends DeliveryFilter, Partial<Omit<Keyset, 'limit'>> {
  readonly limit: number;
}

/** Deliveries of a scope, the newest first unless asked otherwise; those of no project too, which may be its own. */
export async function listDeliveries(
  connection: Connection,
  scope: Scope,
  { limit, after = null, order = 'desc', ...filter }: ListFilter,
): Promise<ListedDelivery[]> {
  const rows = await queryBuilt<ListedDelivery>(connection, (knex) =>
    knex
      .with('chosen', chosenDeliveries(knex, scope, filter, { use: 'shown', limit, after, order }))
      .from('chosen')
      .join('confiture.deliveries as d', 'd.id', 'chosen.id')
      .join('confiture.events as e', 'e.id', 'd.event_id')
      .leftJoin(knex.raw(STATE_OF_ENDPOINT))
      .select(knex.raw(COLUMNS))
      .orderBy([
        { column: 'd.event_id', order },
        { column: 'd.id', order },
      ]),
  );
  return rows.map(readable);
}

/** The deliveries of one event, in the order in which they were made; `limit` at most. */
export async function listDeliveriesOfEvent(
  connection: Connection,
  { project, environment }: Scope,
  eventId: string,
  limit: number,
): Promise<ListedDelivery[]> {
  const rows = await connection.query<ListedDelivery>(
    `select ${COLUMNS} from confiture.deliveries d join confiture.events e on e.id = d.event_id
     left join ${STATE_OF_ENDPOINT} where d.event_id = $1 and ${mayBeOf('d', '$2', '$3')} order by d.id limit $4::integer`,
    [eventId, project, environment, limit],
  );
  return rows.map(readable);
}

function readable(row: ListedDelivery): ListedDelivery {
  return { ...row, migration: row.migration === null ? null : unescapedText(row.migration) };
}

/** Sort key of a delivery in its list. */
export function deliveryKey({ eventId, id }: ListedDelivery): readonly string[] {
  return [eventId, id];
}

const COLUMNS = `
  d.id, d.event_id as "eventId", e.type as "eventType", e.migration, e.run_id as "runId", d.hook, d.endpoint, d.state,
  d.attempts, e.created_at as "createdAt", case when d.state = 'waiting' then d.due_at end as "dueAt",
  d.settled_at as "settledAt", d.last_result as "lastResult", d.last_answer as "lastAnswer", d.deferred, d.lease_token is not null as leased,
  t.disabled_reason as "disabledReason",
  case when t.throttled_until > clock_timestamp() then t.throttled_until end as "throttledUntil"`;

const STATE_OF_ENDPOINT = `confiture.endpoint_state t
  on t.project = d.project and t.environment = d.environment and t.hook = d.hook and t.name = d.endpoint`;

/** One attempt as it is shown. */
export interface ListedAttempt {
  readonly number: number;
  readonly endedAt: Date;
  readonly durationMs: number;
  readonly outcome: 'done' | 'retry' | 'final';
  readonly result: string;
  readonly answerStatus: number | null;
  readonly answerText: string | null;
  /** Why there was no answer. */
  readonly error: string | null;
  readonly details: AttemptDetails | null;
}

/** The event of a delivery, as it is stored. */
export async function readEvent(
  connection: Connection,
  { project, environment }: Scope,
  deliveryId: string,
): Promise<ConfitureEvent | null> {
  const [row] = await connection.query<{ body: ConfitureEvent }>(
    `select e.body from confiture.deliveries d join confiture.events e on e.id = d.event_id where d.id = $1
       and ${mayBeOf('d', '$2', '$3')}`,
    [deliveryId, project, environment],
  );
  return row?.body ?? null;
}

/** Attempts of a delivery, in order. */
export function listAttempts(connection: Connection, deliveryId: string): Promise<ListedAttempt[]> {
  return connection.query<ListedAttempt>(
    `select number, ended_at as "endedAt", duration_ms as "durationMs", outcome, result,
       answer_status as "answerStatus", answer_text as "answerText", error, details
     from confiture.attempts where delivery_id = $1 order by number`,
    [deliveryId],
  );
}

/** The state of one endpoint by its name. */
export interface EndpointStatus extends EndpointState {
  readonly endpoint: string;
}

/** Every endpoint that anything of the scope was ever stored for; `endpoint` narrows it to one name. */
export function listEndpoints(
  connection: Connection,
  { project, environment }: Scope,
  endpoint: string | null = null,
): Promise<EndpointStatus[]> {
  return connection.query<EndpointStatus>(ENDPOINTS, [endpoint, project, environment]);
}

const ENDPOINTS = `
  with counts as (
    select d.hook, d.endpoint, count(*) filter (where d.state = 'waiting') as waiting,
      count(*) filter (where d.state = 'delivered') as delivered,
      count(*) filter (where d.state = 'failed') as failed,
      count(*) filter (where d.state = 'discarded') as discarded,
      min(d.id) filter (where d.state = 'waiting') as oldest
    from confiture.deliveries d where d.project = $2 and d.environment = $3
      and ($1::text is null or d.endpoint = $1) group by d.hook, d.endpoint
  )
  select t.hook, t.name as endpoint, t.disabled_at as "disabledAt", t.disabled_reason as "disabledReason",
    case when t.throttled_until > clock_timestamp() then t.throttled_until end as "throttledUntil",
    t.failing_since as "failingSince", t.failures, coalesce(n.waiting, 0)::integer as waiting,
    coalesce(n.delivered, 0)::integer as delivered, coalesce(n.failed, 0)::integer as failed,
    coalesce(n.discarded, 0)::integer as discarded, e.created_at as "waitingSince"
  from confiture.endpoint_state t left join counts n on n.hook = t.hook and n.endpoint = t.name
  left join confiture.deliveries d on d.id = n.oldest left join confiture.events e on e.id = d.event_id
  where t.project = $2 and t.environment = $3 and ($1::text is null or t.name = $1) order by t.hook, t.name`;
