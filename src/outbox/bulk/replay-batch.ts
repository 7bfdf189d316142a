import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { chosenEvents } from '../log/query/event-filter.js';
import { queryBuilt } from '../log/query/query-builder.js';
import { CHANNEL } from '../store/release.js';
import { type BatchRow, batchOf } from './batch-row.js';
import {
  BATCH_SIZE,
  type BulkBatch,
  type BulkPosition,
  type BulkTask,
  type ReplayTask,
} from './bulk-task.js';

/** Whose endpoints events can be replayed to: messages of other hooks are theirs to make. */
export const REPLAYING_HOOK = 'webhooks';
/** Advisory lock key of replays: the ids of deliveries are counted for each event. */
const REPLAY_LOCK = 1_751_936_054;

/** Makes deliveries of some events for an endpoint that has none of them yet. In a transaction of its own. */
export async function replayBatch(
  connection: Connection,
  at: Date | null,
  scope: Scope,
  { filter, endpoint, lastEventId }: ReplayTask & Pick<BulkTask, 'lastEventId'>,
  { after }: BulkPosition,
): Promise<BulkBatch> {
  const { project, environment } = scope;
  await connection.query(`select pg_advisory_xact_lock(${REPLAY_LOCK})`);
  const rows = await queryBuilt<BatchRow>(connection, (knex) =>
    knex.raw(
      `with chosen as ?, held as (
        select id from chosen where ?::text is null or id <= ?::text
      ),
      endpoint as (
        insert into confiture.endpoint_state (project, environment, hook, name)
        values (?::text, ?::text, '${REPLAYING_HOOK}', ?::text) on conflict do nothing
      ),
      changed as (
        insert into confiture.deliveries
          (id, event_id, hook, endpoint, message, project, environment, deferred, due_at)
        select 'dlv_' || substr(h.id, 5) || '_' || 1 + coalesce(
            (select max(substring(d.id from '_([0-9]{1,9})$')::integer) from confiture.deliveries d
             where d.event_id = h.id), 0),
          h.id, '${REPLAYING_HOOK}', ?::text, json_build_object('endpoint', ?::text), ?::text, ?::text, true,
          coalesce(?::timestamptz, clock_timestamp())
        from held h where not exists (
          select from confiture.deliveries d
          where d.event_id = h.id and d.hook = '${REPLAYING_HOOK}' and d.endpoint = ?::text)
        order by h.id on conflict do nothing
        returning id, hook, endpoint
      )
      select (select json_agg(json_build_object('id', id, 'hook', hook, 'endpoint', endpoint)) from changed)
          as changed,
        (select json_build_array(id) from held order by id desc limit 1) as last`,
      [
        chosenEvents(knex, scope, filter, { after, order: 'asc', limit: BATCH_SIZE }),
        lastEventId as string,
        lastEventId as string,
        project,
        environment,
        endpoint,
        endpoint,
        endpoint,
        project,
        environment,
        at as Date,
        endpoint,
      ],
    ),
  );
  const batch = batchOf(rows);
  if (batch.changed.length > 0) await connection.query(`select pg_notify('${CHANNEL}', '')`);
  return batch;
}
