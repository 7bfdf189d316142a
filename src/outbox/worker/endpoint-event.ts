import { endpointDisabled, endpointFailing, endpointRecovered } from '../../events/catalog/endpoint.js';
import type { ConfitureEvent, EventFact } from '../../events/event.js';
import type { EventMaker } from '../../events/event-maker.js';
import type { EndpointChange } from '../store/endpoint-state.js';

/** Makes the event that states a change of an endpoint. */
export type EndpointEvent = (change: EndpointChange) => ConfitureEvent;

/** `mask` takes secrets out of the reason, which a hook may have worded. */
export function createEndpointEvent(maker: EventMaker, mask: (text: string) => string): EndpointEvent {
  return (change) => maker.make(factOf(change, mask));
}

function factOf(change: EndpointChange, mask: (text: string) => string): EventFact {
  if (change.change === 'recovered') return endpointRecovered(change);
  const facts = { ...change, reason: mask(change.reason) };
  return change.change === 'failing' ? endpointFailing(facts) : endpointDisabled(facts);
}
