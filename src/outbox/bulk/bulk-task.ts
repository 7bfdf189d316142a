import type { DeliveryFilter, DeliveryState } from '../log/delivery-filter.js';
import type { EventFilter } from '../log/query/event-filter.js';

/**
 * Something that is done with many deliveries, in the order of their events, the oldest first. `lastEventId` is the
 * newest event there was when it was asked for: what happens later is none of its business.
 */
export type BulkTask = (RetryTask | DiscardTask | ReplayTask) & { readonly lastEventId: string | null };

/** Puts deliveries in one of `states` back. */
export interface RetryTask {
  readonly kind: 'retry';
  readonly filter: DeliveryFilter;
  readonly states: readonly DeliveryState[];
  /** How many become due in a second at most; null puts no bound. */
  readonly perSecond: number | null;
}

export interface DiscardTask {
  readonly kind: 'discard';
  readonly filter: DeliveryFilter;
}

/** Makes deliveries of events that the endpoint was not sent. */
export interface ReplayTask {
  readonly kind: 'replay';
  readonly filter: EventFilter;
  readonly endpoint: string;
}

/** How far a task has come. */
export interface BulkPosition {
  /** Sort key of the last row it has looked at; null at the start. */
  readonly after: readonly string[] | null;
  /** How many it has changed. */
  readonly changed: number;
}

/** A delivery that was changed. */
export interface ChangedDelivery {
  readonly id: string;
  readonly hook: string;
  readonly endpoint: string;
}

/** What one step of a task has done. */
export interface BulkBatch {
  readonly changed: readonly ChangedDelivery[];
  /** Sort key of the last row that was looked at; null where none is left. */
  readonly last: readonly string[] | null;
}

/** How many rows a step looks at: few enough that what is sent meanwhile waits a moment only. */
export const BATCH_SIZE = 1_000;

/** Only these can be discarded: a delivery that has arrived stays delivered. */
export const discardableStates = ['waiting', 'failed'] as const satisfies readonly DeliveryState[];
