import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';

/** Deliveries that are sent at once to an endpoint that is switched on again, and every so many seconds after that. */
const AT_ONCE = 50;
const EVERY_SECONDS = 5;
const BATCH = 5_000;

/**
 * Spreads what has gathered for endpoints while they were off, the oldest first, and has new events go before it:
 * switching one on is no wish for a flood. Those that were not off are left alone.
 */
export async function paceBacklog(
  connection: Connection,
  { project, environment }: Scope,
  names: readonly { readonly hook: string | null; readonly endpoint: string }[],
): Promise<void> {
  const off = await connection.query<{ hook: string; name: string }>(
    `select distinct e.hook, e.name from confiture.endpoint_state e
     join json_to_recordset($1::json) as w (hook text, endpoint text)
       on w.endpoint = e.name and coalesce(w.hook, e.hook) = e.hook
     where e.project = $2 and e.environment = $3 and e.disabled_at is not null order by e.hook, e.name`,
    [JSON.stringify(names), project, environment],
  );
  for (const { hook, name } of off) {
    for (let paced = 0; ; paced += BATCH) {
      const rows = await connection.query(PACE, [project, environment, hook, name, paced]);
      if (rows.length < BATCH) break;
    }
  }
}

const PACE = `
  with waiting as (
    select d.id, row_number() over (order by d.due_at, d.id) - 1 + $5::integer as place from (
      select id, due_at from confiture.deliveries
      where project = $1 and environment = $2 and hook = $3 and endpoint = $4
        and state = 'waiting' and lease_token is null and not deferred
      order by due_at, id limit ${BATCH} for update skip locked
    ) d
  )
  update confiture.deliveries d set deferred = true,
    due_at = case when place < ${AT_ONCE} then due_at
      else greatest(due_at, clock_timestamp() + floor(place / ${AT_ONCE}) * ${EVERY_SECONDS} * interval '1 second') end
  from waiting w where d.id = w.id returning 1`;
