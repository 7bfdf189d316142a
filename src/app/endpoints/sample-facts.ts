import type { DeliveryRequest } from '../../delivery/request/request.js';
import type { Outcome } from '../../delivery/transport/outcome.js';
import type { Endpoint } from '../../events/endpoint.js';
import type { EventType } from '../../events/event.js';
import { secretTexts } from '../../events/signature/signing-secret.js';
import type { SentFacts } from '../../output/views/webhooks/sent-view.js';
import { shownRequest } from '../../output/views/webhooks/shown-request.js';

/** What may be shown of a sample that was sent. */
export function sampleFacts(
  { request, outcome }: { readonly request: DeliveryRequest; readonly outcome: Outcome },
  endpoint: Endpoint,
  type: EventType,
): SentFacts {
  const secrets = secretTexts(endpoint.secrets);
  return {
    endpoint: endpoint.name,
    event: type,
    request: shownRequest(request, { secrets, customHeaders: Object.keys(endpoint.headers) }),
    kind: outcome.kind,
    text: outcome.text,
    durationMs: outcome.durationMs,
    status: 'status' in outcome ? outcome.status : null,
    response: 'response' in outcome ? outcome.response : null,
  };
}
