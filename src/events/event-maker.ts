import type { FactOf } from './catalog/entry.js';
import type { ConfitureEvent, EventDataMap, EventType } from './event.js';

/** Where ids and time come from. */
export interface EventClock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A fresh `evt_…`. */
  readonly newEventId: () => string;
}

/** The surroundings that all events of a command share, which a fact alone does not give. */
export interface EventOrigin {
  readonly environment: string;
  readonly organizationId: string | null;
  /** Null where each event stands for itself: it is the id of the event then. */
  readonly correlationId: string | null;
  /** W3C Trace Context; null where the command is part of no trace. */
  readonly traceparent: string | null;
}

/** Makes events of facts: the one place where one is built. Gives each its identity and its time. */
export class EventMaker {
  readonly #origin: EventOrigin;
  readonly #clock: EventClock;

  constructor(origin: EventOrigin, clock: EventClock) {
    this.#origin = origin;
    this.#clock = clock;
  }

  /** A new event that states `fact`. */
  make<T extends EventType>({ type, data }: FactOf<Pick<EventDataMap, T>>): ConfitureEvent<T> {
    const { environment, organizationId, correlationId, traceparent } = this.#origin;
    const id = this.#clock.newEventId();
    const event = {
      id,
      type,
      created_at: new Date(this.#clock.now()).toISOString(),
      environment,
      organization_id: organizationId,
      correlation_id: correlationId ?? id,
      ...(traceparent && { traceparent }),
      data,
    };
    // The fact ties the data to the type, which TypeScript cannot follow through the generic.
    return event as object as ConfitureEvent<T>;
  }
}
