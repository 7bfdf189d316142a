import type { Connection } from '../../database/connection.js';
import {
  type CommittedEntry,
  committedEntry,
  handOverEntries,
  storeFacts,
} from '../records/fan-out-committed.js';
import { malformedReason } from '../records/rejected.js';
import type { ClaimedDelivery } from '../store/claim.js';
import { readCommitted } from '../store/own-session.js';
import type { OutboxSession } from '../worker/outbox-session.js';
import type { WorkSource } from '../worker/worker-options.js';
import type { OutboxEntry } from './entry.js';

/** Deliveries that are made in one statement: a statement cannot be interrupted when the time for sending is over. */
const BATCH_DELIVERIES = 500;

/** Entries of a run that are committed, and neither completed nor handed over. */
export class CommittedEntries implements WorkSource {
  readonly #token: string;
  #entries: CommittedEntry[] = [];

  /** `token` is the one that the entries were stored with. */
  constructor(token: string) {
    this.#token = token;
  }

  add(entry: OutboxEntry): void {
    this.#entries.push(committedEntry(entry));
  }

  hasMore(): boolean {
    return this.#entries.length > 0;
  }

  /** Makes deliveries of the first entries. Where one of them is malformed, senders take them one by one instead. */
  async take(session: OutboxSession): Promise<readonly ClaimedDelivery[]> {
    const entries = this.#firstEntries();
    if (entries.length === 0) return [];
    const ours = await session.complete(entries).catch(async (error) => {
      if (malformedReason(error) === null) throw error;
      await session.releaseRecords(entries);
      return new Set<string>();
    });
    this.#entries = this.#entries.slice(entries.length);
    return entries.flatMap(({ event, deliveries }) =>
      deliveries
        .filter(({ id }) => ours.has(id))
        .map(({ id, hook, message }) => ({ id, hook, message, event, schedulePosition: 0 })),
    );
  }

  leave(session: OutboxSession): Promise<void> {
    return this.releaseRecords(session.connection);
  }

  /** Stores what is known after the commits and lets go. */
  async releaseRecords(connection: Connection): Promise<void> {
    const entries = [...this.#entries];
    if (entries.length > 0)
      await readCommitted(connection, () => handOverEntries(connection, this.#token, entries));
    this.#entries = this.#entries.slice(entries.length);
  }

  /** Stores what is known after the commits; whoever takes an entry once its session is gone then has it too. */
  async storeFacts(connection: Connection): Promise<void> {
    if (this.#entries.length > 0)
      await readCommitted(connection, () => storeFacts(connection, this.#token, this.#entries));
  }

  /** At least one, and no more than make a batch. */
  #firstEntries(): CommittedEntry[] {
    let deliveries = 0;
    const end = this.#entries.findIndex((entry, index) => {
      deliveries += entry.deliveries.length;
      return index > 0 && deliveries > BATCH_DELIVERIES;
    });
    return this.#entries.slice(0, end === -1 ? undefined : end);
  }
}
