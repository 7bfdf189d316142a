import type { ConfitureEvent, EventFact, EventType } from '../../events/event.js';
import type { EventMaker } from '../../events/event-maker.js';
import { NOT_BEGUN, type Timing } from '../run-info.js';

/** An event that travels with a transaction, and how it reads once that is committed. */
export interface Draft {
  readonly event: ConfitureEvent;
  /** The same event with the facts that are known after the commit. */
  committed(timing: Timing): ConfitureEvent;
}

/** How a fact reads, given the times and rows that are known. */
export interface FactAt {
  readonly type: EventType;
  readonly at: (timing: Timing) => EventFact;
}

/** Times and rows are not known before the commit; the time of the event is then its end. */
export function draftOf(maker: EventMaker, { at }: FactAt, before: Timing = NOT_BEGUN): Draft {
  const event = maker.make(at(before));
  return {
    event,
    committed(timing) {
      const time = timing.endedAt ?? timing.startedAt;
      const { data } = at(timing);
      const known = { ...event, data, ...(time && { created_at: time.toISOString() }) };
      // The fact is of the type that the event was made with.
      return known as object as ConfitureEvent;
    },
  };
}
