import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { AT } from './lease.js';

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
}

export interface DisabledEndpoint {
  readonly hook: string;
  readonly endpoint: string;
  readonly reason: string;
  readonly failures: number;
  readonly failingSince: Date | null;
}

/** An endpoint is given up after it has failed for this long and this often, without a success between. */
const FAILING_DAYS = 5;
const FAILING_ATTEMPTS = 20;

/**
 * Counts successes and failures, slows endpoints down and switches off those that want no more or have failed
 * for too long. Returns the ones this call has switched off. A success where nothing was wrong touches no
 * row, so workers do not queue for it.
 */
export async function updateEndpointStats(
  connection: Connection,
  at: Date | null,
  { project, environment }: Scope,
  stats: readonly EndpointStats[],
): Promise<DisabledEndpoint[]> {
  return connection.query<DisabledEndpoint>(SQL, [at, JSON.stringify(stats), project, environment]);
}

const SQL = `
  with stats as (
    select * from json_to_recordset($2::json) as t (hook text, endpoint text, successes integer,
      failures integer, "throttleMs" float8, "disableReason" text)
  ),
  before as (
    select e.*, t.successes > 0 as has_success, t.failures as new_failures, t."throttleMs", t."disableReason",
      case when t.successes > 0 then 0 else e.failures end + t.failures as failures_now,
      case when t.failures = 0 then null
        when t.successes > 0 then ${AT} else coalesce(e.failing_since, ${AT}) end as failing_from
    from confiture.endpoint_state e join stats t on t.hook = e.hook and t.endpoint = e.name
    where e.project = $3 and e.environment = $4
      and (t.failures > 0 or e.failures > 0 or t."throttleMs" is not null or t."disableReason" is not null)
    order by e.hook, e.name for update of e
  ),
  changed as (
    update confiture.endpoint_state e set
      failures = b.failures_now,
      failing_since = b.failing_from,
      throttled_until = greatest(b.throttled_until, ${AT} + b."throttleMs" * interval '1 ms'),
      disabled_at = coalesce(b.disabled_at, case when ${isGivenUp()} then ${AT} end),
      disabled_reason = coalesce(b.disabled_reason, b."disableReason",
        case when ${isGivenUp()} then b.failures_now || ' attempts failed in ${FAILING_DAYS} days or more' end)
    from before b
    where e.project = $3 and e.environment = $4 and e.hook = b.hook and e.name = b.name
    returning e.hook, e.name, b.disabled_at is null and e.disabled_at is not null as is_new, e.disabled_reason,
      e.failures, e.failing_since
  )
  select hook, name as endpoint, disabled_reason as reason, failures, failing_since as "failingSince"
  from changed where is_new`;

function isGivenUp(): string {
  return `(b."disableReason" is not null or (b.failures_now >= ${FAILING_ATTEMPTS}
    and b.failing_from <= ${AT} - interval '${FAILING_DAYS} days'))`;
}

/** Switches endpoints of a scope on again and forgets their failures; `hook` null takes the name of any hook. Returns how many were off. */
export async function enableEndpoints(
  connection: Connection,
  { project, environment }: Scope,
  names: readonly { readonly hook: string | null; readonly endpoint: string }[],
): Promise<number> {
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
