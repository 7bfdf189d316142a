import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { countListed } from './count.js';
import { chosenDeliveries } from './query/chosen-deliveries.js';
import { queryBuilt } from './query/query-builder.js';

/** How many of the newest attempted deliveries the durations are taken from. */
const SAMPLE = 500;

interface Count {
  readonly count: number;
  readonly isCapped: boolean;
}

/** Of an attempt, in milliseconds, among the newest deliveries; null where none was made. */
export interface AttemptDurations {
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

/** How an endpoint does. Counts go to ten thousand, durations are those of its newest deliveries. */
export interface EndpointStatistics extends AttemptDurations {
  readonly delivered: Count;
  readonly waiting: Count;
  readonly failed: Count;
  readonly discarded: Count;
  /** When the oldest event that waits happened. */
  readonly oldestWaitingAt: Date | null;
}

export async function readEndpointStatistics(
  connection: Connection,
  scope: Scope,
  endpoint: string,
): Promise<EndpointStatistics> {
  const countOf = (state: 'delivered' | 'waiting' | 'failed' | 'discarded') =>
    countListed(connection, scope, { endpoint, state });
  const [delivered, waiting, failed, discarded, durations, oldest] = await Promise.all([
    countOf('delivered'),
    countOf('waiting'),
    countOf('failed'),
    countOf('discarded'),
    readDurations(connection, scope, endpoint),
    readOldestWaiting(connection, scope, endpoint),
  ]);
  return { delivered, waiting, failed, discarded, ...durations, oldestWaitingAt: oldest };
}

/** How long its attempts take. */
export async function readDurations(
  connection: Connection,
  scope: Scope,
  endpoint: string,
): Promise<AttemptDurations> {
  const choice = { use: 'shown', isAttempted: true, limit: SAMPLE, after: null, order: 'desc' } as const;
  const [row] = await queryBuilt<{ quantiles: [number, number] | null }>(connection, (knex) =>
    knex
      .from(chosenDeliveries(knex, scope, { endpoint }, choice).as('c'))
      .join('confiture.attempts as a', 'a.delivery_id', 'c.id')
      .select(
        knex.raw('percentile_disc(array[0.5, 0.95]) within group (order by a.duration_ms) as quantiles'),
      ),
  );
  const [p50Ms = null, p95Ms = null] = row?.quantiles ?? [];
  return { p50Ms, p95Ms };
}

async function readOldestWaiting(
  connection: Connection,
  scope: Scope,
  endpoint: string,
): Promise<Date | null> {
  const choice = { use: 'shown', limit: 1, after: null, order: 'asc' } as const;
  const [row] = await queryBuilt<{ created_at: Date }>(connection, (knex) =>
    knex
      .from(chosenDeliveries(knex, scope, { endpoint, state: 'waiting' }, choice).as('c'))
      .join('confiture.events as e', 'e.id', 'c.event_id')
      .select('e.created_at'),
  );
  return row?.created_at ?? null;
}
