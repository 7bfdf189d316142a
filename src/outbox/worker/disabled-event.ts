import { randomBytes } from 'node:crypto';
import { endpointDisabled } from '../../events/catalog/endpoint.js';
import { type ConfitureEvent, createEvent } from '../../events/event.js';
import { eventId } from '../../events/identifier.js';
import type { DisabledEndpoint } from '../store/endpoint-state.js';

export interface DisabledEventOptions {
  readonly environment: string;
  readonly organizationId: string | null;
  /** Default the id of the event. */
  readonly correlationId: string | null;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Takes secrets out of the reason, which a hook may have worded. */
  readonly mask: (text: string) => string;
}

/** Makes the event that states that an endpoint was switched off. */
export type DisabledEvent = (endpoint: DisabledEndpoint) => ConfitureEvent<'endpoint.disabled'>;

export function createDisabledEvent(options: DisabledEventOptions): DisabledEvent {
  const { environment, organizationId, correlationId, now, mask } = options;
  return (disabled) => {
    const nowMs = now();
    const id = eventId({ nowMs, random: randomBytes(16) });
    return createEvent(endpointDisabled({ ...disabled, reason: mask(disabled.reason) }), {
      id,
      createdAt: new Date(nowMs),
      environment,
      organizationId,
      correlationId: correlationId ?? id,
    });
  };
}
