import type { Connection } from '../database/connection.js';
import type { Scope } from './scope.js';

/** A record whose state may change, and a text that changes with it. */
export interface RecordMark {
  readonly kind: 'run' | 'approval' | 'delivery' | 'endpoint';
  /** Of an endpoint its name. */
  readonly id: string;
  readonly mark: string;
}

/** The newest records of a scope, each with its mark; of deliveries those that were settled a moment ago. */
export function readRecentMarks(
  connection: Connection,
  { project, environment }: Scope,
): Promise<RecordMark[]> {
  return connection.query<RecordMark>(SQL, [project, environment]);
}

const SQL = `
  (select 'run' as kind, id, md5(concat_ws(' ', migrations_done, current_migration, phase, rows_processed,
      waiting_for::text, paused_at, ended_at, outcome)) as mark
    from confiture.runs where project = $1 and environment = $2 order by started_at desc, id desc limit 50)
  union all
  (select 'approval', a.id, concat_ws(' ', a.ended_at, a.used_at, a.superseded_by,
      (select count(*) from confiture.approval_decisions d where d.approval_id = a.id))
    from confiture.approvals a where a.project = $1 and a.environment = $2 order by a.created_at desc limit 50)
  union all
  (select 'delivery', id, concat_ws(' ', state, attempts) from confiture.deliveries
    where settled_at > clock_timestamp() - interval '10 seconds' and project = $1 and environment = $2
    order by settled_at desc limit 200)
  union all
  (select 'endpoint', name, concat_ws(' ', hook, disabled_at, throttled_until, failures)
    from confiture.endpoint_state where project = $1 and environment = $2 order by name, hook limit 200)`;
