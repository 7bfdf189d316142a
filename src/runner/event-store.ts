import type { Connection } from '../database/connection.js';
import type { ConfitureEvent, EventType } from '../events/event.js';
import type { Scope } from '../storage/scope.js';

/**
 * Keeps the events of a run in the transactions they belong to, so that a change of state and its event are
 * committed together or not at all.
 */
export interface EventStore {
  /**
   * Called once the session is read, beside the question for the ledger: `scope` may have endpoints in this database;
   * null where it surely has none. Called before any of the others, by commands that plan.
   */
  discover(connection: Connection, scope: Scope | null): Promise<void>;
  /**
   * Called before `prepare`, over the session of the command, where the database keeps all events: those that no hook
   * subscribes to are stored, too.
   */
  keepAll(connection: Connection): Promise<void>;
  /**
   * Called before the first `insertSql`, with no transaction open; by what changes the ledger with the migration lock
   * held. Resolves with the owner of what is stored, and the tables of schema `confiture` are there then; null where
   * nothing is stored. Another call costs nothing.
   */
  prepare(connection: Connection): Promise<Scope | null>;
  /** True where events of this type are stored: a hook subscribes to them, or all are kept. */
  wants(type: EventType): boolean;
  /**
   * SQL text to run in the transaction of the changes that `events` state, before its commit; null where none
   * is stored. Facts that are known after the commit only may be null in them.
   */
  insertSql(...events: readonly ConfitureEvent[]): string | null;
  /** The event of a transaction that is committed: the same id, with all its facts. */
  committed(event: ConfitureEvent): Promise<void>;
  /**
   * Stores events in a transaction of their own, or where there is no database outside of it. `withSql` runs in that
   * transaction, too, and is left out where there is none. Never rejects.
   */
  store(events: ConfitureEvent | readonly ConfitureEvent[], withSql?: string): Promise<void>;
}

/** For commands without events. */
export const noEvents: EventStore = {
  keepAll: async () => {},
  discover: async () => {},
  prepare: async () => null,
  wants: () => false,
  insertSql: () => null,
  committed: async () => {},
  store: async () => {},
};
