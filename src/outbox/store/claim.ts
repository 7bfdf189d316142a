import type { Connection } from '../../database/connection.js';
import type { ConfitureEvent } from '../../events/event.js';
import type { OutboxHook, OutboxMessage } from '../../hooks/define/outbox-hook.js';
import type { Scope } from '../../storage/scope.js';
import { isObject } from '../../text/json-object.js';
import { AT, type Lease, TAKE_LEASE } from './lease.js';

/** A delivery this process may send now. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly hook: string;
  readonly message: OutboxMessage;
  readonly event: ConfitureEvent;
  /** Attempts of the present schedule that are made already. */
  readonly schedulePosition: number;
}

/** A hook that is here, and the endpoints it can reach; null where it can reach any. */
export interface Reachable {
  readonly hook: string;
  readonly endpoints: readonly string[] | null;
}

export function reachableFrom(hooks: readonly OutboxHook[]): Reachable[] {
  return hooks.map((hook) => ({ hook: hook.name, endpoints: hook.endpoints?.() ?? null }));
}

/** How many deliveries an endpoint can take on top of those held here; not negative. */
export interface Room {
  readonly hook: string;
  readonly endpoint: string;
  readonly room: number;
}

export interface ClaimLimits {
  /** For an endpoint that is not in `rooms`. */
  readonly firstRoom: number;
  readonly rooms: readonly Room[];
}

/**
 * Takes due deliveries of `scope` for the endpoints that can be reached from here, none of which is switched off or
 * slowed down; those that a bulk action put back (`deferred`) only where nothing else is due, so that it starves no
 * new event. Reads a few rows of an index for each endpoint, however many are waiting, and passes over rows that another
 * process is claiming.
 */
export async function claimDue(
  connection: Connection,
  { at, token }: Lease,
  { project, environment }: Scope,
  reachable: readonly Reachable[],
  { firstRoom, rooms }: ClaimLimits,
): Promise<ClaimedDelivery[]> {
  const rows = await connection.query<ClaimedRow>(CLAIM, [
    at,
    token,
    JSON.stringify(reachable),
    firstRoom,
    JSON.stringify(rooms),
    project,
    environment,
  ]);
  return rows.map(({ id, hook, event, message, endpoint, schedule_position: schedulePosition }) => ({
    id,
    hook,
    message: isObject(message) ? { ...message, endpoint } : message,
    event,
    schedulePosition,
  }));
}

interface ClaimedRow {
  readonly id: string;
  readonly hook: string;
  readonly message: OutboxMessage;
  /** Messages of older versions do not name it themselves. */
  readonly endpoint: string;
  readonly event: ConfitureEvent;
  readonly schedule_position: number;
}

/** Milliseconds until something is due in the scope for the endpoints that can be reached from here; null where nothing waits. */
export async function untilNextDue(
  connection: Connection,
  at: Date | null,
  { project, environment }: Scope,
  reachable: readonly Reachable[],
): Promise<number | null> {
  const [row] = await connection.query<{ wait_ms: number | null }>(NEXT_DUE, [
    at,
    JSON.stringify(reachable),
    project,
    environment,
  ]);
  return row?.wait_ms === null || row === undefined ? null : Math.max(0, Math.ceil(row.wait_ms));
}

/** Endpoints of a scope that are not switched off and whose hook, and endpoint, `reachable` lists. */
const reached = (reachable: string, project: string, environment: string) => `
  select e.project, e.environment, e.hook, e.name, e.throttled_until from confiture.endpoint_state e
  join json_to_recordset(${reachable}::json) as r (hook text, endpoints json) on r.hook = e.hook
  where e.project = ${project} and e.environment = ${environment} and e.disabled_at is null and (json_typeof(coalesce(r.endpoints, 'null')) = 'null'
    or e.name in (select json_array_elements_text(r.endpoints)))`;

const IS_DUE_FOR = `d.project = t.project and d.environment = t.environment and d.hook = t.hook and d.endpoint = t.name and d.state = 'waiting' and d.lease_token is null`;

/** Rows of one of the two indexes of what waits; the second is read, and its rows are locked, as far as there is room. */
const dueRows = (which: string) => `
  select d.id from confiture.deliveries d where ${IS_DUE_FOR} and ${which} and d.due_at <= ${AT}
  order by d.due_at, d.id limit t.room for update skip locked`;

const CLAIM = `
  with endpoint as (
    select t.*, coalesce(h.room, $4::integer) as room
    from (${reached('$3', '$6::text', '$7::text')}) t
    left join json_to_recordset($5::json) as h (hook text, endpoint text, room integer)
      on h.hook = t.hook and h.endpoint = t.name
    where t.throttled_until is null or t.throttled_until <= ${AT}
  ),
  picked as materialized (
    select due.id from endpoint t cross join lateral (
      select id from (${dueRows('not d.deferred')}) ordinary
      union all
      select id from (${dueRows('d.deferred')}) deferred
      limit t.room
    ) due
  ),
  leased as (
    update confiture.deliveries d set ${TAKE_LEASE}
    where d.id = any (array(select id from picked))
    returning d.id, d.event_id, d.hook, d.message, d.endpoint, d.schedule_position
  )
  select l.id, l.hook, l.message, l.endpoint, l.schedule_position, e.body as event
  from leased l join confiture.events e on e.id = l.event_id order by l.id`;

const NEXT_DUE = `
  select case when exists (select from confiture.outbox_records where token is null) then 0
    else extract(epoch from min(greatest(next.due_at, t.throttled_until)) - ${AT})::float8 * 1000 end as wait_ms
  from (${reached('$2', '$3::text', '$4::text')}) t cross join lateral (
    select min(due_at) as due_at from (
      (select d.due_at from confiture.deliveries d where ${IS_DUE_FOR} and not d.deferred
        order by d.due_at limit 1)
      union all
      (select d.due_at from confiture.deliveries d where ${IS_DUE_FOR} and d.deferred order by d.due_at limit 1)
    ) first having count(*) > 0
  ) next`;
