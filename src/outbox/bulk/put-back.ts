import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { chosenDeliveries } from '../log/query/chosen-deliveries.js';
import { queryBuilt } from '../log/query/query-builder.js';
import { enableEndpoints } from '../store/endpoint-state.js';
import { CHANNEL } from '../store/release.js';
import { type BatchRow, batchOf, CHANGED, UNTIL_LAST } from './batch-row.js';
import { BATCH_SIZE, type BulkBatch, type BulkPosition, type BulkTask, type RetryTask } from './bulk-task.js';

/**
 * Makes some deliveries due again, at the start of their schedule and after all that is new (`deferred`), and switches
 * their endpoints on again: a person has decided. Those that are being sent are left alone.
 */
export async function putBackBatch(
  connection: Connection,
  at: Date | null,
  scope: Scope,
  { filter, states, perSecond, lastEventId }: RetryTask & Pick<BulkTask, 'lastEventId'>,
  { after, changed }: BulkPosition,
): Promise<BulkBatch> {
  const choice = { use: 'changed', states, after, order: 'asc', limit: BATCH_SIZE } as const;
  const { project, environment } = scope;
  const rows = await queryBuilt<BatchRow>(connection, (knex) =>
    knex.raw(
      `with chosen as ?, ${UNTIL_LAST}, numbered as (
        select id, row_number() over (order by event_id, id) - 1 + ?::integer as place from held
      ),
      changed as (
        update confiture.deliveries d set state = 'waiting', schedule_position = 0, settled_at = null,
          deferred = true, due_at = coalesce(?::timestamptz, clock_timestamp())
            + coalesce(floor(place / ?::float8), 0) * interval '1 second'
        from numbered n where d.id = n.id and d.lease_token is null and d.state = any (?::text[])
        returning d.id, d.hook, d.endpoint
      ),
      endpoint as (
        insert into confiture.endpoint_state (project, environment, hook, name)
        select distinct ?::text, ?::text, hook, endpoint from changed order by hook, endpoint
        on conflict do nothing
      )
      ${CHANGED}`,
      [
        chosenDeliveries(knex, scope, filter, choice),
        lastEventId as string,
        lastEventId as string,
        perSecond === null ? 0 : changed,
        at as Date,
        perSecond as number,
        states as string[],
        project,
        environment,
      ],
    ),
  );
  const batch = batchOf(rows);
  if (batch.changed.length > 0) {
    await enableEndpoints(connection, scope, batch.changed);
    await connection.query(`select pg_notify('${CHANNEL}', '')`);
  }
  return batch;
}
