import type { Connection } from '../database/connection.js';
import { unescapedText } from './escaped-text.js';
import { mayBeOf, type Scope } from './scope.js';

export type DeliveryState = 'waiting' | 'delivered' | 'failed';

/** One delivery as it is shown. */
export interface ListedDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly migration: string | null;
  readonly hook: string;
  readonly target: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly createdAt: Date;
  /** When the next attempt is due; null where none is. */
  readonly dueAt: Date | null;
  readonly settledAt: Date | null;
  readonly lastResult: string | null;
  /** True while somebody is sending it. */
  readonly leased: boolean;
  /** Set while nothing is sent to the target. */
  readonly disabledReason: string | null;
  readonly throttledUntil: Date | null;
}

export interface ListFilter {
  readonly state?: DeliveryState;
  readonly target?: string;
  readonly id?: string;
  readonly limit: number;
}

/** The newest deliveries of a scope first; those of no project too, which may be its own. */
export async function listDeliveries(
  connection: Connection,
  { project, environment }: Scope,
  filter: ListFilter,
): Promise<ListedDelivery[]> {
  const { state = null, target = null, id = null, limit } = filter;
  const rows = await connection.query<ListedDelivery>(SQL, [state, target, id, limit, project, environment]);
  return rows.map((row) => ({
    ...row,
    migration: row.migration === null ? null : unescapedText(row.migration),
  }));
}

const SQL = `
  select d.id, d.event_id as "eventId", e.type as "eventType", e.migration, d.hook, d.target, d.state,
    d.attempts, e.created_at as "createdAt", case when d.state = 'waiting' then d.due_at end as "dueAt",
    d.settled_at as "settledAt", d.last_result as "lastResult", d.lease_token is not null as leased,
    t.disabled_reason as "disabledReason",
    case when t.throttled_until > clock_timestamp() then t.throttled_until end as "throttledUntil"
  from confiture.deliveries d
  join confiture.events e on e.id = d.event_id
  left join confiture.endpoints t on t.project = d.project and t.environment = d.environment
    and t.hook = d.hook and t.name = d.target
  where ${mayBeOf('d', '$5', '$6')} and ($1::text is null or d.state = $1) and ($2::text is null or d.target = $2)
    and ($3::text is null or d.id = $3)
  order by d.id desc limit $4`;

/** One attempt as it is shown. */
export interface ListedAttempt {
  readonly number: number;
  readonly endedAt: Date;
  readonly durationMs: number;
  readonly outcome: 'done' | 'retry' | 'final';
  readonly result: string;
  readonly answerStatus: number | null;
  readonly answerText: string | null;
}

/** Attempts of a delivery, in order. */
export function listAttempts(connection: Connection, deliveryId: string): Promise<ListedAttempt[]> {
  return connection.query<ListedAttempt>(
    `select number, ended_at as "endedAt", duration_ms as "durationMs", outcome, result,
       answer_status as "answerStatus", answer_text as "answerText"
     from confiture.attempts where delivery_id = $1 order by number`,
    [deliveryId],
  );
}

/** Targets of a scope that something waits for. */
export function listWaitingTargets(
  connection: Connection,
  { project, environment }: Scope,
): Promise<{ readonly hook: string; readonly target: string }[]> {
  return connection.query(
    `select e.hook, e.name as target from confiture.endpoints e
     where e.project = $1 and e.environment = $2 and exists (
       select from confiture.deliveries d where d.project = e.project and d.environment = e.environment
         and d.hook = e.hook and d.target = e.name and d.state = 'waiting'
     ) order by e.hook, e.name`,
    [project, environment],
  );
}

/** What is known about a target, and how many deliveries it has in each state. */
export interface TargetStatus {
  readonly hook: string;
  readonly target: string;
  readonly disabledAt: Date | null;
  readonly disabledReason: string | null;
  readonly throttledUntil: Date | null;
  readonly failingSince: Date | null;
  readonly failures: number;
  readonly waiting: number;
  readonly delivered: number;
  readonly failed: number;
}

/** Every target that anything of the scope was ever stored for; `target` narrows it to one name. */
export function listTargets(
  connection: Connection,
  { project, environment }: Scope,
  target: string | null = null,
): Promise<TargetStatus[]> {
  return connection.query<TargetStatus>(
    `select t.hook, t.name as target, t.disabled_at as "disabledAt", t.disabled_reason as "disabledReason",
       case when t.throttled_until > clock_timestamp() then t.throttled_until end as "throttledUntil",
       t.failing_since as "failingSince", t.failures, n.waiting::integer, n.delivered::integer, n.failed::integer
     from confiture.endpoints t cross join lateral (
       select count(*) filter (where state = 'waiting') as waiting,
         count(*) filter (where state = 'delivered') as delivered,
         count(*) filter (where state = 'failed') as failed
       from confiture.deliveries d where d.project = t.project and d.environment = t.environment
         and d.hook = t.hook and d.target = t.name
     ) n where t.project = $2 and t.environment = $3 and ($1::text is null or t.name = $1) order by t.hook, t.name`,
    [target, project, environment],
  );
}
