import type { EventType } from '../../../src/events/event.js';
import type { ParsedEvent } from '../../../src/events/parse/parse-event.js';

/** A real change of state, or some of them, and the types of events that it emits for the first time in the list. */
export interface CatalogueCase {
  readonly title: string;
  readonly types: readonly EventType[];
  /** Makes it happen on a real server and gives all events that an endpoint got. */
  play(): Promise<readonly ParsedEvent[]>;
}
