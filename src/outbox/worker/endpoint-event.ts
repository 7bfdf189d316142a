import { randomBytes } from 'node:crypto';
import { endpointDisabled, endpointFailing, endpointRecovered } from '../../events/catalog/endpoint.js';
import { type ConfitureEvent, createEvent, type EventFact } from '../../events/event.js';
import { eventId } from '../../events/identifier.js';
import type { EndpointChange } from '../store/endpoint-state.js';

export interface EndpointEventOptions {
  readonly environment: string;
  readonly organizationId: string | null;
  /** Default the id of the event. */
  readonly correlationId: string | null;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Takes secrets out of the reason, which a hook may have worded. */
  readonly mask: (text: string) => string;
}

/** Makes the event that states a change of an endpoint. */
export type EndpointEvent = (change: EndpointChange) => ConfitureEvent;

export function createEndpointEvent(options: EndpointEventOptions): EndpointEvent {
  const { environment, organizationId, correlationId, now, mask } = options;
  return (change) => {
    const nowMs = now();
    const id = eventId({ nowMs, random: randomBytes(16) });
    return createEvent(factOf(change, mask), {
      id,
      createdAt: new Date(nowMs),
      environment,
      organizationId,
      correlationId: correlationId ?? id,
    });
  };
}

function factOf(change: EndpointChange, mask: (text: string) => string): EventFact {
  if (change.change === 'recovered') return endpointRecovered(change);
  const facts = { ...change, reason: mask(change.reason) };
  return change.change === 'failing' ? endpointFailing(facts) : endpointDisabled(facts);
}
