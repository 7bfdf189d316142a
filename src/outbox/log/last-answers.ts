import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';

/** How one of the last attempts for an endpoint ended. */
export interface LastAnswer {
  readonly endpoint: string;
  readonly result: string;
}

/** Results of the last attempts for each endpoint of the scope, the newest first; looked for among its newest deliveries. */
export function listLastAnswers(
  connection: Connection,
  { project, environment }: Scope,
): Promise<LastAnswer[]> {
  return connection.query<LastAnswer>(SQL, [project, environment]);
}

const SQL = `
  select t.name as endpoint, last.result from confiture.endpoint_state t cross join lateral (
    select a.result, a.ended_at from (
      select d.id, d.attempts from confiture.deliveries d
      where d.project = t.project and d.environment = t.environment and d.hook = t.hook and d.endpoint = t.name
        and d.attempts > 0
      order by d.id desc limit 20
    ) newest join confiture.attempts a on a.delivery_id = newest.id
    order by a.ended_at desc, a.number desc limit 3
  ) last
  where t.project = $1 and t.environment = $2
  order by t.name, last.ended_at desc`;
