import type { Connection } from '../../database/connection.js';
import { mayBeOf, type Scope } from '../../storage/scope.js';
import type { DeliveryState } from './delivery-filter.js';

/** An event of a run, with what has become of its deliveries. */
export interface RunEventRecord {
  readonly id: string;
  readonly type: string;
  readonly createdAt: Date;
  readonly data: Readonly<Record<string, unknown>>;
  readonly deliveries: readonly {
    readonly id: string;
    readonly endpoint: string;
    readonly state: DeliveryState;
    readonly attempts: number;
  }[];
}

/** The first `limit` events of a run, in the order in which they happened. */
export function eventsOfRun(
  connection: Connection,
  { project, environment }: Scope,
  runId: string,
  limit: number,
): Promise<RunEventRecord[]> {
  return connection.query<RunEventRecord>(EVENTS, [project, environment, runId, limit]);
}

const EVENTS = `
  select e.id, e.type, e.created_at as "createdAt", e.body -> 'data' as data,
    coalesce(d.deliveries, '[]'::json) as deliveries
  from confiture.events e
  left join lateral (
    select json_agg(json_build_object('id', d.id, 'endpoint', d.endpoint, 'state', d.state, 'attempts', d.attempts)
      order by d.id) as deliveries
    from confiture.deliveries d where d.event_id = e.id
  ) d on true
  where e.run_id = $3 and ${mayBeOf('e', '$1', '$2')} order by e.created_at, e.id limit $4::integer`;
