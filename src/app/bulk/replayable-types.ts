import { sampleEvent } from '../../events/catalog.js';
import type { EndpointSubscription } from '../../events/endpoint-source.js';
import { isOfUse } from '../../events/formats/incident.js';
import { eventTypes, matches } from '../../events/patterns.js';

/** The types of events that an endpoint takes, in a format that has a use for them; those about endpoints are of the moment. */
export function replayableTypes({ events, format }: EndpointSubscription): readonly string[] {
  return eventTypes.filter(
    (type) => matches(events, type) && !type.startsWith('endpoint.') && isOfUse(sampleEvent(type), format),
  );
}
