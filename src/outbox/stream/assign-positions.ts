import type { Connection } from '../../database/connection.js';
import { quoteLiteral } from '../../database/quote.js';
import { isServerError } from '../../database/server-error.js';
import { LOCK_NOT_AVAILABLE } from '../../database/sqlstates.js';
import type { Scope } from '../../storage/scope.js';
import { MIGRATION_BOUNDS, withinSql } from '../metrics/bounds.js';
import { STREAM_CHANNEL } from './channels.js';

const BATCH = 1_000;
/**
 * Gives the events of a scope that have none a position each, and returns how many. Any number of processes may do this
 * at once: all of them count under the lock of the scope's row, which is held until the commit, so positions become
 * visible in their order and without a gap, and an event whose transaction commits late gets a later position. Where the
 * lock is not had in time, the work is left to the process that holds it.
 */
export async function assignPositions(connection: Connection, scope: Scope): Promise<number> {
  let assigned = 0;
  for (;;) {
    const count = await assignBatch(connection, scope);
    assigned += count;
    if (count < BATCH) return assigned;
  }
}

async function assignBatch(connection: Connection, { project, environment }: Scope): Promise<number> {
  const text = assignSql(quoteLiteral(project), quoteLiteral(environment));
  try {
    const [row] = ((await connection.queryAll(text)).at(-1) ?? []) as { count: number }[];
    return row?.count ?? 0;
  } catch (error) {
    if (isServerError(error) && error.code === LOCK_NOT_AVAILABLE) return 0;
    throw error;
  }
}

/**
 * One text, and so one transaction, of two questions: the second sees what other processes have committed by the time
 * that the first one has the lock.
 */
const assignSql = (project: string, environment: string) => `
  set transaction isolation level read committed;
  set local lock_timeout = '2s';
  select from confiture.event_streams where project = ${project} and environment = ${environment} for update;
  with found as materialized (
    select id from confiture.events
    where project = ${project} and environment = ${environment} and position is null
    order by id limit ${BATCH} for update skip locked
  ),
  numbered as (select id, row_number() over (order by id) as number from found),
  positioned as (
    update confiture.events e set position = s.last_position + n.number
    from numbered n, confiture.event_streams s
    where e.id = n.id and s.project = ${project} and s.environment = ${environment}
    returning e.position, e.type, e.body -> 'data' as data
  ),
  counted as (
    update confiture.event_streams s set last_position = p.last
    from (select max(position) as last from positioned) p
    where s.project = ${project} and s.environment = ${environment} and p.last is not null
  ),
  ended as (
    select case type when 'migration.completed' then 'up' when 'migration.rolled_back' then 'down'
        else data ->> 'direction' end as direction,
      case type when 'migration.failed' then 'failed' when 'migration.cancelled' then 'cancelled'
        else 'completed' end as outcome,
      coalesce((data ->> 'duration_seconds')::double precision, 0) as seconds
    from positioned
    where type in ('migration.completed', 'migration.rolled_back', 'migration.failed', 'migration.cancelled')
  ),
  metrics as (
    insert into confiture.metric_counts (project, environment, metric, subject, outcome, count, seconds, within)
    select ${project}, ${environment}, 'migration', coalesce(direction, 'up'), outcome, count(*), sum(seconds),
      ${withinSql('seconds', MIGRATION_BOUNDS)}
    from ended group by direction, outcome
  ),
  told as (select pg_notify('${STREAM_CHANNEL}', '') from (select from positioned limit 1) one)
  select count(*)::integer as count, (select count(*) from told) as told from positioned`;
