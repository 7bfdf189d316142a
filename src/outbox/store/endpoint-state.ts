import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { AT } from './lease.js';
import { paceBacklog } from './pace-backlog.js';

/** What a batch of settled attempts says about one endpoint. */
export interface EndpointStats {
  readonly hook: string;
  readonly endpoint: string;
  readonly successes: number;
  readonly failures: number;
  /** Nothing is to be sent for this long; null where no receiver asked for it. */
  readonly throttleMs: number | null;
  /** Set where the endpoint wants no more. */
  readonly disableReason: string | null;
  /** What the last attempt that failed ended in, for people; masked. */
  readonly lastFailure?: string;
}

/** What a batch of attempts has changed about an endpoint. */
export interface EndpointChange {
  readonly change: 'failing' | 'recovered' | 'disabled';
  readonly hook: string;
  readonly endpoint: string;
  /** For people; empty for one that has recovered. */
  readonly reason: string;
  /** Failures in a row; of one that has recovered those that it has left behind. */
  readonly failures: number;
  readonly failingSince: Date | null;
  readonly oldestWaitingSince: Date | null;
}

/** An endpoint is given up after it has failed for this long and this often, without a success between. */
const FAILING_DAYS = 5;
const FAILING_ATTEMPTS = 20;
/** The others are told of an endpoint that has failed this often in a row, or whose deliveries have waited this long. */
const TOLD_ATTEMPTS = 10;
const TOLD_MINUTES = 15;
/** How many waiting deliveries of an endpoint are looked at for the oldest: those that are due first. */
export const OLDEST_OF = 1000;

/**
 * Counts successes and failures, slows endpoints down and switches off those that want no more or have failed
 * for too long. Returns what others have to be told of, once each. A success where nothing was wrong touches no row, so
 * workers do not queue for it.
 *
 * Where `isInTransaction` is false nothing can be told in the same transaction: endpoints that were failing are left
 * alone then, and null is returned.
 */
export async function updateEndpointStats(
  connection: Connection,
  at: Date | null,
  { project, environment }: Scope,
  stats: readonly EndpointStats[],
  isInTransaction: boolean,
): Promise<EndpointChange[] | null> {
  const values = [at, JSON.stringify(stats), project, environment, isInTransaction];
  const rows = await connection.query<EndpointChange | { readonly change: null }>(SQL, values);
  const changes = rows.filter((row): row is EndpointChange => row.change !== null);
  return changes.length === rows.length ? changes : null;
}

const SQL = `
  with stats as (
    select * from json_to_recordset($2::json) as t (hook text, endpoint text, successes integer,
      failures integer, "throttleMs" float8, "disableReason" text, "lastFailure" text)
  ),
  found as (
    select e.*, t.successes > 0 as has_success, t.failures as new_failures, t."throttleMs", t."disableReason",
      t."lastFailure",
      case when t.successes > 0 then 0 else e.failures end + t.failures as failures_now,
      case when t.failures = 0 then null
        when t.successes > 0 then ${AT} else coalesce(e.failing_since, ${AT}) end as failing_from
    from confiture.endpoint_state e join stats t on t.hook = e.hook and t.endpoint = e.name
    where e.project = $3 and e.environment = $4
      and (t.failures > 0 or e.failures > 0 or e.told_failing_at is not null or t."throttleMs" is not null
        or t."disableReason" is not null)
    order by e.hook, e.name for update of e
  ),
  waited as (
    select f.*, case when f.failing_from is not null and f.told_failing_at is null and f.disabled_at is null then (
      select min(v.created_at) from (
        select d.event_id from confiture.deliveries d
        where d.project = $3 and d.environment = $4 and d.hook = f.hook and d.endpoint = f.name
          and d.state = 'waiting' and d.lease_token is null and not d.deferred
        order by d.due_at limit ${OLDEST_OF}
      ) d join confiture.events v on v.id = d.event_id
    ) end as oldest_waiting
    from found f
  ),
  before as (
    select b.*, b.told_failing_at is not null and b.has_success as is_recovered,
      b.failing_from is not null and b.told_failing_at is null and b.disabled_at is null
        and not coalesce(${isGivenUp()}, false)
        and (b.failures_now >= ${TOLD_ATTEMPTS}
          or coalesce(b.oldest_waiting <= ${AT} - interval '${TOLD_MINUTES} minutes', false)) as is_failing
    from waited b where $5 or b.told_failing_at is null
  ),
  changed as (
    update confiture.endpoint_state e set
      failures = b.failures_now,
      failing_since = b.failing_from,
      told_failing_at = case when b.is_failing then ${AT} when not b.is_recovered then e.told_failing_at end,
      throttled_until = greatest(b.throttled_until, ${AT} + b."throttleMs" * interval '1 ms'),
      disabled_at = coalesce(b.disabled_at, case when ${isGivenUp()} then ${AT} end),
      disabled_reason = coalesce(b.disabled_reason, b."disableReason",
        case when ${isGivenUp()} then b.failures_now || ' attempts failed in ${FAILING_DAYS} days or more' end)
    from before b
    where e.project = $3 and e.environment = $4 and e.hook = b.hook and e.name = b.name
    returning e.hook, e.name, e.disabled_reason, e.failures, e.failing_since,
      case when b.disabled_at is null and e.disabled_at is not null then 'disabled'
        when b.is_recovered then 'recovered' when b.is_failing then 'failing' end as change,
      b.failures as failures_before, b.failing_since as failing_before, b."lastFailure", b.oldest_waiting
  )
  select change, hook, name as endpoint,
    case change when 'disabled' then disabled_reason when 'recovered' then ''
      else failures || case failures when 1 then ' attempt has failed' else ' attempts in a row have failed' end
        || coalesce(', the last with ' || "lastFailure", '') end as reason,
    case change when 'recovered' then failures_before else failures end as failures,
    case change when 'recovered' then failing_before else failing_since end as "failingSince",
    case change when 'failing' then oldest_waiting end as "oldestWaitingSince"
  from changed where change is not null
  union all
  select null, hook, name, null, null, null, null from found where not $5 and told_failing_at is not null`;

function isGivenUp(): string {
  return `(b."disableReason" is not null or (b.failures_now >= ${FAILING_ATTEMPTS}
    and b.failing_from <= ${AT} - interval '${FAILING_DAYS} days'))`;
}

/** Switches endpoints of a scope on again and forgets their failures, without a flood of what has gathered (`paceBacklog`); `hook` null takes the name of any hook. Returns how many were off. */
export async function enableEndpoints(
  connection: Connection,
  scope: Scope,
  names: readonly { readonly hook: string | null; readonly endpoint: string }[],
): Promise<number> {
  const { project, environment } = scope;
  await paceBacklog(connection, scope, names);
  const rows = await connection.query<{ was_off: boolean }>(
    `with wanted as (select * from json_to_recordset($1::json) as w (hook text, endpoint text)),
     before as (
       select e.hook, e.name, e.disabled_at is not null as was_off from confiture.endpoint_state e
       join wanted w on w.endpoint = e.name and coalesce(w.hook, e.hook) = e.hook
       where e.project = $2 and e.environment = $3
       order by e.hook, e.name for update of e
     )
     update confiture.endpoint_state e
     set disabled_at = null, disabled_reason = null, throttled_until = null, failing_since = null, failures = 0
     from before b
     where e.project = $2 and e.environment = $3 and e.hook = b.hook and e.name = b.name returning b.was_off`,
    [JSON.stringify(names), project, environment],
  );
  return rows.filter(({ was_off: wasOff }) => wasOff).length;
}
