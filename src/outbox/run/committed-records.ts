import type { Connection } from '../../database/connection.js';
import {
  type CommittedRecord,
  committedRecord,
  releaseRecords,
  storeFacts,
} from '../records/fan-out-committed.js';
import type { OutboxRecord } from '../records/outbox-record.js';
import { malformedReason } from '../records/rejected.js';
import type { ClaimedDelivery } from '../store/claim.js';
import { readCommitted } from '../store/own-session.js';
import type { OutboxSession } from '../worker/outbox-session.js';
import type { WorkSource } from '../worker/worker-options.js';
import type { OwnDeliveries } from './own-deliveries.js';

/** Deliveries that are made in one statement: a statement cannot be interrupted when the time for sending is over. */
const BATCH_DELIVERIES = 500;

/** Records of a run that are committed, and neither fanned out nor released. */
export class CommittedRecords implements WorkSource {
  readonly #token: string;
  readonly #own: OwnDeliveries;
  #records: CommittedRecord[] = [];

  /** `token` is the one that the records were stored with. */
  constructor(token: string, own: OwnDeliveries) {
    this.#token = token;
    this.#own = own;
  }

  add(record: OutboxRecord): void {
    this.#records.push(committedRecord(record));
  }

  hasMore(): boolean {
    return this.#records.length > 0;
  }

  /** Makes deliveries of the first records. Where one of them is malformed, senders take them one by one instead. */
  async take(session: OutboxSession): Promise<readonly ClaimedDelivery[]> {
    const records = this.#firstRecords();
    if (records.length === 0) return [];
    const ours = await session.fanOutCommitted(records).catch(async (error) => {
      if (malformedReason(error) === null) throw error;
      await session.releaseRecords(records);
      return new Set<string>();
    });
    this.#records = this.#records.slice(records.length);
    return records.flatMap(({ event, deliveries }) =>
      deliveries
        .filter(({ id }) => ours.has(id))
        .map(({ id, hook, message }) => ({ id, hook, message, event, schedulePosition: 0 })),
    );
  }

  /**
   * Releases the rest. Any sender may take a record between the end of the session that committed it and the first
   * statement of this one: what others have taken is not told as waiting.
   */
  async leave(session: OutboxSession): Promise<void> {
    await this.releaseRecords(session.connection);
    const open = this.#own.openIds();
    if (open.length > 0) this.#own.leaveTo(await session.findElsewhere(open));
  }

  /** Stores the facts known after the commits, and releases the records. */
  async releaseRecords(connection: Connection): Promise<void> {
    const records = [...this.#records];
    if (records.length > 0)
      await readCommitted(connection, () => releaseRecords(connection, this.#token, records));
    this.#records = this.#records.slice(records.length);
  }

  /** Stores the facts known after the commits; a process that takes a record once its session is gone then has it too. */
  async storeFacts(connection: Connection): Promise<void> {
    if (this.#records.length > 0)
      await readCommitted(connection, () => storeFacts(connection, this.#token, this.#records));
  }

  /** At least one, and no more than make a batch. */
  #firstRecords(): CommittedRecord[] {
    let deliveries = 0;
    const end = this.#records.findIndex((record, index) => {
      deliveries += record.deliveries.length;
      return index > 0 && deliveries > BATCH_DELIVERIES;
    });
    return this.#records.slice(0, end === -1 ? undefined : end);
  }
}
