import type { Connection } from '../database/connection.js';
import type { ConfitureEvent, EventType } from '../events/event.js';

/**
 * Keeps the events of a run in the transactions they belong to, so that a change of state and its event are
 * committed together or not at all.
 */
export interface EventStore {
  /**
   * Called once before the first migration, with the migration lock held and no transaction open. True where the tables
   * of schema `confiture` are there then.
   */
  prepare(connection: Connection): Promise<boolean>;
  /** True where a hook subscribes to events of this type. */
  wants(type: EventType): boolean;
  /**
   * SQL text to run in the transaction of the change that `event` states, before its commit; null where no hook wants
   * it. Facts that are known after the commit only may be null in it.
   */
  insertSql(event: ConfitureEvent): string | null;
  /** The event of a transaction that is committed: the same id, with all its facts. */
  committed(event: ConfitureEvent): Promise<void>;
  /** Stores an event in a transaction of its own, or where there is no database outside of it. Never rejects. */
  store(event: ConfitureEvent): Promise<void>;
}

/** For commands and projects without subscribers. */
export const noEvents: EventStore = {
  prepare: async () => false,
  wants: () => false,
  insertSql: () => null,
  committed: async () => {},
  store: async () => {},
};
