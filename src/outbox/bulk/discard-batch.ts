import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { chosenDeliveries } from '../log/query/chosen-deliveries.js';
import { queryBuilt } from '../log/query/query-builder.js';
import { type BatchRow, batchOf, CHANGED, UNTIL_LAST } from './batch-row.js';
import {
  BATCH_SIZE,
  type BulkBatch,
  type BulkPosition,
  type BulkTask,
  type DiscardTask,
  discardableStates,
} from './bulk-task.js';

/**
 * Settles some deliveries as discarded: they are not sent, and nothing waits for them any more. A retry by hand brings
 * them back. Those that are being sent are left alone.
 */
export async function discardBatch(
  connection: Connection,
  at: Date | null,
  scope: Scope,
  { filter, lastEventId }: DiscardTask & Pick<BulkTask, 'lastEventId'>,
  { after }: BulkPosition,
): Promise<BulkBatch> {
  const states: string[] = [...discardableStates];
  const choice = {
    use: 'changed',
    states: discardableStates,
    after,
    order: 'asc',
    limit: BATCH_SIZE,
  } as const;
  const rows = await queryBuilt<BatchRow>(connection, (knex) =>
    knex.raw(
      `with chosen as ?, ${UNTIL_LAST}, changed as (
        update confiture.deliveries d set state = 'discarded',
          settled_at = coalesce(?::timestamptz, clock_timestamp())
        from held h where d.id = h.id and d.lease_token is null and d.state = any (?::text[])
        returning d.id, d.hook, d.endpoint
      )
      ${CHANGED}`,
      [
        chosenDeliveries(knex, scope, filter, choice),
        lastEventId as string,
        lastEventId as string,
        at as Date,
        states,
      ],
    ),
  );
  return batchOf(rows);
}
