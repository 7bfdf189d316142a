import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import type { EndpointCount } from '../log/count.js';
import { chosenEvents } from '../log/query/event-filter.js';
import { queryBuilt } from '../log/query/query-builder.js';
import type { ReplayTask } from './bulk-task.js';
import { REPLAYING_HOOK } from './replay-batch.js';

const ALL = 2_147_483_647;

/** How many events a replay would send, and when the oldest of them happened. */
export async function countReplay(
  connection: Connection,
  scope: Scope,
  { filter, endpoint }: ReplayTask,
): Promise<{ count: number; oldestAt: Date | null; endpoints: EndpointCount[] }> {
  const [row] = await queryBuilt<{ count: number; oldestAt: Date | null }>(connection, (knex) =>
    knex
      .with('chosen', chosenEvents(knex, scope, filter, { after: null, order: 'asc', limit: ALL }))
      .from('chosen')
      .join('confiture.events as e', 'e.id', 'chosen.id')
      .whereNotExists((sent) =>
        sent
          .from('confiture.deliveries as d')
          .whereRaw('d.event_id = e.id')
          .where({ 'd.hook': REPLAYING_HOOK, 'd.endpoint': endpoint }),
      )
      .select(knex.raw('count(*)::integer as count, min(e.created_at) as "oldestAt"')),
  );
  const { count = 0, oldestAt = null } = row ?? {};
  return { count, oldestAt, endpoints: count === 0 ? [] : [{ hook: REPLAYING_HOOK, endpoint, count }] };
}
