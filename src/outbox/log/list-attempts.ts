import type { Connection } from '../../database/connection.js';
import type { Keyset } from '../../storage/keyset.js';
import type { Scope } from '../../storage/scope.js';
import type { DeliveryFilter } from './delivery-filter.js';
import type { ListedAttempt } from './list.js';
import { chosenDeliveries } from './query/chosen-deliveries.js';
import { queryBuilt } from './query/query-builder.js';

/** An attempt that says of which delivery it is. */
export interface NumberedAttempt extends ListedAttempt {
  readonly deliveryId: string;
}

/** An attempt in a list of those of many deliveries. */
export interface DeliveryAttempt extends NumberedAttempt {
  readonly eventId: string;
  readonly eventType: string;
  readonly hook: string;
  readonly endpoint: string;
}

const COLUMNS = `a.delivery_id as "deliveryId", a.number, a.ended_at as "endedAt", a.duration_ms as "durationMs",
  a.outcome, a.result, a.answer_status as "answerStatus", a.answer_text as "answerText", a.error, a.details`;

/** Attempts of several deliveries, in the order in which they were made. */
export function listAttemptsFor(
  connection: Connection,
  deliveryIds: readonly string[],
): Promise<NumberedAttempt[]> {
  return connection.query(
    `select ${COLUMNS} from confiture.attempts a where a.delivery_id = any ($1::text[])
     order by a.delivery_id, a.number`,
    [deliveryIds],
  );
}

/**
 * Attempts of the deliveries that a filter chooses, in the order of their events; those of one delivery stand together.
 * A delivery is looked at for a page of its own at most, so that one with a thousand attempts hides no other.
 */
export async function listAttemptsOf(
  connection: Connection,
  scope: Scope,
  filter: DeliveryFilter,
  { after, order, limit }: Keyset,
): Promise<DeliveryAttempt[]> {
  const [eventId, deliveryId, number] = after ?? [];
  const from = eventId === undefined || deliveryId === undefined ? null : [eventId, deliveryId];
  const choice = { use: 'shown', isAttempted: true, order, limit, after: from } as const;
  const [rest, others] = await Promise.all([
    from === null ? [] : attemptsBeyond(connection, from[1] ?? '', Number(number), order, limit),
    queryBuilt<DeliveryAttempt>(connection, (knex) =>
      knex
        .with('chosen', chosenDeliveries(knex, scope, filter, choice))
        .from('chosen')
        .join('confiture.deliveries as d', 'd.id', 'chosen.id')
        .join('confiture.events as e', 'e.id', 'd.event_id')
        .join('confiture.attempts as a', 'a.delivery_id', 'd.id')
        .select(knex.raw(`${COLUMNS}, ${OF_DELIVERY}`))
        .orderBy([
          { column: 'd.event_id', order },
          { column: 'd.id', order },
          { column: 'a.number', order },
        ])
        .limit(limit),
    ),
  ]);
  return [...rest, ...others].slice(0, limit);
}

const OF_DELIVERY = 'd.event_id as "eventId", e.type as "eventType", d.hook, d.endpoint';

/** The rest of the delivery with which the page before has ended. */
function attemptsBeyond(
  connection: Connection,
  deliveryId: string,
  number: number,
  order: 'asc' | 'desc',
  limit: number,
): Promise<DeliveryAttempt[]> {
  return connection.query<DeliveryAttempt>(
    `select ${COLUMNS}, ${OF_DELIVERY} from confiture.attempts a
     join confiture.deliveries d on d.id = a.delivery_id join confiture.events e on e.id = d.event_id
     where a.delivery_id = $1 and a.number ${order === 'asc' ? '>' : '<'} $2::integer
     order by a.number ${order} limit $3`,
    [deliveryId, number, limit],
  );
}

/** Sort key of an attempt in its list. */
export function attemptKey({ eventId, deliveryId, number }: DeliveryAttempt): readonly string[] {
  return [eventId, deliveryId, String(number)];
}
