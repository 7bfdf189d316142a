import { buildRequest } from '../../delivery/request/request.js';
import { ConfitureError } from '../../errors.js';
import type { Endpoint } from '../../events/endpoint.js';
import type { ConfitureEvent } from '../../events/event.js';
import { secretTexts } from '../../events/signature/signing-secret.js';
import { shownRequest } from '../../output/views/webhooks/shown-request.js';

/**
 * The body that an endpoint gets for an event, secrets masked. It is not stored: the event is, and gives the same bytes
 * each time. Null where the endpoint is not known here, or its format function fails.
 */
export function deliveryBody(
  event: ConfitureEvent,
  endpoint: Endpoint | null,
  version: string,
): string | null {
  if (endpoint === null) return null;
  try {
    const request = buildRequest({ event, endpoint, version, timestampSeconds: 0 });
    return shownRequest(request, { secrets: secretTexts(endpoint.secrets), customHeaders: [] }).body;
  } catch (error) {
    if (ConfitureError.is(error)) return null;
    throw error;
  }
}
