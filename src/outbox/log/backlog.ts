import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';

/** What waits for one endpoint. */
export interface Backlog {
  readonly hook: string;
  readonly endpoint: string;
  readonly waiting: number;
  /** When the first of it may be sent. */
  readonly dueAt: Date;
  /** Set while nothing is sent to the endpoint. */
  readonly disabledReason: string | null;
}

/** Endpoints that something of the scope waits for. Reads what waits, and not what was settled. */
export function listBacklog(connection: Connection, { project, environment }: Scope): Promise<Backlog[]> {
  return connection.query<Backlog>(SQL, [project, environment]);
}

/** The three parts are each the rows of an index. */
const SQL = `
  with waiting as (
    select project, environment, hook, endpoint, due_at from confiture.deliveries
    where project = $1 and environment = $2 and state = 'waiting' and lease_token is null and not deferred
    union all
    select project, environment, hook, endpoint, due_at from confiture.deliveries
    where project = $1 and environment = $2 and state = 'waiting' and lease_token is null and deferred
    union all
    select project, environment, hook, endpoint, due_at from confiture.deliveries
    where project = $1 and environment = $2 and lease_token is not null
  )
  select w.hook, w.endpoint, count(*)::integer as waiting,
    min(greatest(w.due_at, t.throttled_until)) as "dueAt", t.disabled_reason as "disabledReason"
  from waiting w left join confiture.endpoint_state t
    on t.project = w.project and t.environment = w.environment and t.hook = w.hook and t.name = w.endpoint
  group by w.hook, w.endpoint, t.disabled_reason order by w.hook, w.endpoint`;
