import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { readLastEventId, runBulk } from '../bulk/run-bulk.js';

export { discardableStates } from '../bulk/bulk-task.js';

import { type EndpointCount, sumCounts } from './count.js';
import type { DeliveryFilter } from './delivery-filter.js';

/** Settles all deliveries that a filter chooses as discarded, in batches, so that no lock is held long. */
export async function discardDeliveries(
  connection: Connection,
  at: Date | null,
  scope: Scope,
  filter: DeliveryFilter,
  record?: Parameters<typeof runBulk>[4],
): Promise<EndpointCount[]> {
  const lastEventId = await readLastEventId(connection);
  const discarded = await runBulk(connection, at, scope, { kind: 'discard', filter, lastEventId }, record);
  return sumCounts(discarded.map(({ hook, endpoint }) => ({ hook, endpoint, count: 1 })));
}
