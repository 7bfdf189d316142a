import { migrationDone, migrationFailed } from '../events/catalog/migration.js';
import { createEvent, type EventStamp } from '../events/event.js';
import type { ErrorFacts } from '../events/facts.js';
import type { EventStore } from './event-store.js';
import { NOT_BEGUN, type RunInfo, type Timing } from './run-info.js';

export interface MigrationEventsOptions {
  readonly events: EventStore;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A fresh `evt_…`. */
  readonly newEventId: () => string;
}

interface Migration {
  readonly version: string;
  readonly name: string;
}

/** Makes the events of the migrations of a run in one direction, and hands them to the store. */
export class MigrationEvents {
  readonly #direction: 'up' | 'down';
  readonly #info: RunInfo;
  readonly #options: MigrationEventsOptions;
  /** A migration that is tried again has a new event: only the last one can have been committed. */
  readonly #stamps = new Map<string, EventStamp>();

  constructor(direction: 'up' | 'down', info: RunInfo, options: MigrationEventsOptions) {
    this.#direction = direction;
    this.#info = info;
    this.#options = options;
  }

  /** Texts to run in the transaction of a migration, before its commit; times and row counts are not known yet. */
  insertSql(migration: Migration): string[] {
    const { events } = this.#options;
    if (!events.wants(this.#doneType)) return [];
    const stamp = this.#stamp();
    this.#stamps.set(migration.version, stamp);
    const text = events.insertSql(createEvent(this.#done(migration, NOT_BEGUN), stamp));
    return text === null ? [] : [text];
  }

  /** The migration is committed; its event's time is its end. */
  async committed(migration: Migration, timing: Timing): Promise<void> {
    const stamp = this.#stamps.get(migration.version);
    if (!stamp) return;
    this.#stamps.delete(migration.version);
    const createdAt = timing.endedAt ?? stamp.createdAt;
    await this.#options.events.committed(createEvent(this.#done(migration, timing), { ...stamp, createdAt }));
  }

  /** The migration was given up, and nothing of it remains. */
  async failed(migration: Migration, timing: Timing, error: ErrorFacts): Promise<void> {
    const { events } = this.#options;
    if (!events.wants('migration.failed')) return;
    const fact = migrationFailed(this.#direction, { ...this.#info, ...migration, ...timing }, error);
    await events.store(createEvent(fact, this.#stamp()));
  }

  get #doneType() {
    return this.#direction === 'up' ? 'migration.completed' : 'migration.rolled_back';
  }

  #done(migration: Migration, timing: Timing) {
    return migrationDone(this.#direction, { ...this.#info, ...migration, ...timing });
  }

  #stamp(): EventStamp {
    const { environment, organizationId, correlationId } = this.#info;
    const { now, newEventId } = this.#options;
    return { id: newEventId(), createdAt: new Date(now()), environment, organizationId, correlationId };
  }
}
