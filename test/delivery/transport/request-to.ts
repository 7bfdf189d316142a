import type { DeliveryRequest } from '../../../src/delivery/request/request.js';

/** A request with an event, to a receiver of the test's own. */
export function requestTo(url: string, changes: Partial<DeliveryRequest> = {}): DeliveryRequest {
  return {
    url,
    method: 'POST',
    headers: { 'webhook-id': 'evt_1' },
    body: Buffer.from('{"event_type": "migration_success"}'),
    reach: 'internal',
    confidential: [],
    ...changes,
  };
}
