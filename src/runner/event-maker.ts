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

/** Gives the facts of a command their identity, and the surroundings that all of its events share. */
export class EventMaker {
  readonly #info: Pick<RunInfo, 'environment' | 'organizationId' | 'correlationId'>;
  readonly #clock: EventClock;

  constructor(info: Pick<RunInfo, 'environment' | 'organizationId' | 'correlationId'>, clock: EventClock) {
    this.#info = info;
    this.#clock = clock;
  }

  /** A new event that states `fact`. */
  make<T extends EventType>(fact: FactOf<Pick<EventDataMap, T>>): ConfitureEvent<T> {
    const { environment, organizationId, correlationId } = this.#info;
    const stamp = { environment, organizationId, correlationId };
    return createEvent(fact, {
      ...stamp,
      id: this.#clock.newEventId(),
      createdAt: new Date(this.#clock.now()),
    });
  }
}
