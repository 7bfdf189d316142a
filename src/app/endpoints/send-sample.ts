import { randomBytes } from 'node:crypto';
import { buildRequest, type DeliveryRequest } from '../../delivery/request/request.js';
import type { Outcome } from '../../delivery/transport/outcome.js';
import { createSender } from '../../delivery/transport/send.js';
import { sampleEvent } from '../../events/catalog.js';
import type { Endpoint } from '../../events/endpoint.js';
import type { ConfitureEvent, EventType } from '../../events/event.js';
import { eventId } from '../../events/identifier.js';
import type { Settings } from '../settings.js';

/** Sends the sample of an event type to an endpoint once, whatever it subscribes to; nothing is stored. */
export async function sendSample(
  type: EventType,
  endpoint: Endpoint,
  context: { readonly settings: Settings; readonly version: string; readonly signal: AbortSignal },
): Promise<{ request: DeliveryRequest; outcome: Outcome }> {
  const { settings, version, signal } = context;
  const now = new Date();
  const request = buildRequest({
    event: sample(type, endpoint, settings, now),
    endpoint,
    timestampSeconds: Math.floor(now.getTime() / 1000),
    version,
  });
  return { request, outcome: await send(request, endpoint, settings, signal) };
}

function sample(
  type: EventType,
  { name }: Endpoint,
  { environment, organizationId, correlationId }: Settings,
  now: Date,
): ConfitureEvent {
  const id = eventId({ nowMs: now.getTime(), random: randomBytes(16) });
  const event: ConfitureEvent = sampleEvent(type, {
    id,
    created_at: now.toISOString(),
    environment,
    organization_id: organizationId,
    correlation_id: correlationId ?? id,
  });
  return event.type === 'webhook.test' ? { ...event, data: { ...event.data, endpoint: name } } : event;
}

async function send(
  request: DeliveryRequest,
  { timeoutMs }: Endpoint,
  { variables, redact, allowedNetworks }: Settings,
  signal: AbortSignal,
): Promise<Outcome> {
  const sender = createSender({ variables, allowedNetworks, redaction: redact });
  try {
    return await sender.send(request, { timeoutMs, signal });
  } finally {
    await sender.close();
  }
}
