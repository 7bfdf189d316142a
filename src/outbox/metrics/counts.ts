import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { ATTEMPT_BOUNDS } from './bounds.js';

/** What was counted of one subject that ended in one way: attempts of an endpoint, migrations of a direction. */
export interface MetricCount {
  readonly metric: 'attempt' | 'migration';
  readonly subject: string;
  readonly outcome: string;
  readonly count: number;
  readonly seconds: number;
  /** How many were no longer than each bound of the metric. */
  readonly within: readonly number[];
}

/** SQL for the sum of rows of `metric_counts` by subject and outcome. */
const summedSql = (source: string) => `
  select project, environment, metric, subject, outcome, sum(count)::bigint as count, sum(seconds) as seconds,
    array[${ATTEMPT_BOUNDS.map((_, index) => `sum(within[${index + 1}])::bigint`).join(', ')}] as within
  from ${source} group by project, environment, metric, subject, outcome`;

export async function readCounts(
  connection: Connection,
  { project, environment }: Scope,
): Promise<MetricCount[]> {
  const rows = await connection.query<{
    readonly metric: MetricCount['metric'];
    readonly subject: string;
    readonly outcome: string;
    readonly count: string;
    readonly seconds: number;
    readonly within: string;
  }>(
    `select metric, subject, outcome, count::text as count, seconds, array_to_string(within, ' ') as within from (
       ${summedSql('(select * from confiture.metric_counts where project = $1 and environment = $2) c')}
     ) summed order by metric, subject, outcome`,
    [project, environment],
  );
  return rows.map((row) => ({
    ...row,
    count: Number(row.count),
    within: row.within.split(' ').map(Number),
  }));
}

/** Makes one row of those of a subject and outcome. Others may count, and sum up, at the same time. */
export async function compactCounts(connection: Connection, { project, environment }: Scope): Promise<void> {
  await connection.query(
    `with old as (
       delete from confiture.metric_counts where ctid = any (array(
         select ctid from confiture.metric_counts where project = $1 and environment = $2 for update skip locked))
       returning *
     )
     insert into confiture.metric_counts (project, environment, metric, subject, outcome, count, seconds, within)
     ${summedSql('old')}`,
    [project, environment],
  );
}
