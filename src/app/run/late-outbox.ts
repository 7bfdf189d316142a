import type { Connection } from '../../database/connection.js';
import type { ConfitureEvent, EventType } from '../../events/event.js';
import type { UndeliveredMessage } from '../../outbox/run/own-deliveries.js';
import type { RunOutbox } from '../../outbox/run/run-outbox.js';
import { type EventStore, noEvents } from '../../runner/event-store.js';
import type { Scope } from '../../storage/scope.js';

/** The steps of the outbox of a run. */
export type OutboxOfRun = EventStore & Pick<RunOutbox, 'open' | 'releaseRecords' | 'drain' | 'close'>;

/**
 * The outbox of a run that no hook subscribes to: there is none, and its engine is not loaded, unless the database turns
 * out to keep all events.
 */
export class LateOutbox implements OutboxOfRun {
  readonly #make: () => Promise<OutboxOfRun>;
  #outbox: OutboxOfRun = NO_OUTBOX;

  constructor(make: () => Promise<OutboxOfRun>) {
    this.#make = make;
  }

  open(): void {}

  async keepAll(connection: Connection): Promise<void> {
    if (this.#outbox !== NO_OUTBOX) return;
    this.#outbox = await this.#make();
    this.#outbox.open(connection);
    await this.#outbox.keepAll(connection);
  }

  prepare(connection: Connection): Promise<Scope | null> {
    return this.#outbox.prepare(connection);
  }

  wants(type: EventType): boolean {
    return this.#outbox.wants(type);
  }

  insertSql(...events: readonly ConfitureEvent[]): string | null {
    return this.#outbox.insertSql(...events);
  }

  committed(event: ConfitureEvent): Promise<void> {
    return this.#outbox.committed(event);
  }

  store(events: ConfitureEvent | readonly ConfitureEvent[], withSql?: string): Promise<void> {
    return this.#outbox.store(events, withSql);
  }

  releaseRecords(connection: Connection): Promise<void> {
    return this.#outbox.releaseRecords(connection);
  }

  drain(signal: AbortSignal): Promise<readonly UndeliveredMessage[]> {
    return this.#outbox.drain(signal);
  }

  close(): Promise<void> {
    return this.#outbox.close();
  }
}

const NO_OUTBOX: OutboxOfRun = {
  ...noEvents,
  open: () => {},
  releaseRecords: async () => {},
  drain: async () => [],
  close: async () => {},
};
