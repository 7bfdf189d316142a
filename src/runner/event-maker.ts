import type { FactOf } from '../events/catalog/entry.js';
import { type ConfitureEvent, createEvent, type EventDataMap, type EventType } from '../events/event.js';
import type { RunInfo } from './run-info.js';

/** Where ids and time come from. */
export interface EventClock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A fresh `evt_…`. */
  readonly newEventId: () => string;
}

/** The surroundings that all events of a command share. */
type EventOrigin = Pick<RunInfo, 'environment' | 'organizationId' | 'correlationId' | 'traceparent'>;

/** Gives the facts of a command their identity, and the surroundings that all of its events share. */
export class EventMaker {
  readonly #info: EventOrigin;
  readonly #clock: EventClock;

  constructor(info: EventOrigin, clock: EventClock) {
    this.#info = info;
    this.#clock = clock;
  }

  /** A new event that states `fact`. */
  make<T extends EventType>(fact: FactOf<Pick<EventDataMap, T>>): ConfitureEvent<T> {
    const { environment, organizationId, correlationId, traceparent } = this.#info;
    const stamp = { environment, organizationId, correlationId, traceparent };
    return createEvent(fact, {
      ...stamp,
      id: this.#clock.newEventId(),
      createdAt: new Date(this.#clock.now()),
    });
  }
}
