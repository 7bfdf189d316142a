import { ConfitureError } from '../../errors.js';
import type { EndpointStatus } from '../../outbox/log/list.js';
import type { Deliveries } from '../deliveries.js';

/**
 * What the outbox knows of an endpoint, once for each hook that has one of this name. Throws DELIVERY_UNKNOWN where it
 * is neither known here nor has anything ever been stored for it.
 */
export async function requireEndpoint(name: string, outbox: Deliveries): Promise<readonly EndpointStatus[]> {
  const statuses = await outbox.endpoints(name);
  if (statuses.length > 0 || outbox.rows().some((row) => row.name === name)) return statuses;
  throw unknownDelivery(`there is no endpoint ${name}`);
}

/** Says where to look for what there is. */
export function unknownDelivery(message: string): ConfitureError {
  return new ConfitureError('DELIVERY_UNKNOWN', message, {
    hint: '`confiture webhooks deliveries` and `confiture webhooks list` say what there is.',
  });
}
