import type { Connection } from '../../database/connection.js';
import type { ConfitureEvent, EventType } from '../../events/event.js';
import { matches } from '../../events/patterns.js';
import { explainLost } from '../../storage/explain-error.js';
import { ensureTables, readStorageStep } from '../../storage/schema.js';
import { readScope, type Scope } from '../../storage/scope.js';
import { insertRecordsSql } from '../records/insert-record.js';
import { type OutboxRecord, recordOf, type Subscribers } from '../records/outbox-record.js';
import { storeAlone } from '../records/store-alone.js';
import { isAnythingDue } from '../store/is-anything-due.js';
import { newToken } from '../store/lease.js';
import { CommittedRecords } from './committed-records.js';
import { DrainBudget } from './drain-budget.js';
import { OwnDeliveries, type UndeliveredMessage } from './own-deliveries.js';
import { PendingRecords } from './pending-records.js';
import type { RunOutboxOptions } from './run-outbox-options.js';
import { RunSender } from './run-sender.js';

/**
 * The outbox of one run of `up` or `down`: an `EventStore` of the runner. On a server it sends beside the migrations
 * over a connection of its own, from the first commit on. The embedded database has one session, which belongs to the
 * migrations: there everything is sent after the last of them.
 *
 * The steps, in order: `open`, the run itself, `releaseRecords`, `drain`, `close`.
 */
export class RunOutbox {
  readonly #options: RunOutboxOptions;
  readonly #subscribers: Subscribers;
  readonly #pending: PendingRecords;
  readonly #own = new OwnDeliveries();
  readonly #token = newToken();
  readonly #committed = new CommittedRecords(this.#token, this.#own);
  readonly #budget: DrainBudget;
  readonly #sender: RunSender;
  /** The one session there is on the embedded database. */
  #only: Connection | null = null;
  /** Asked for as soon as there is a session, so that no later step waits for the answer. */
  #step: Promise<number> = Promise.resolve(0);
  #scope: Promise<Scope | null> = Promise.resolve(null);
  /** The same, once `prepare` has waited for it. */
  #preparedScope: Scope | null = null;
  #keepsAll = false;
  #hasLeftovers = false;
  /** The database was away a moment ago: the spool is for the next command. */
  #hasSpooled = false;

  constructor(options: RunOutboxOptions) {
    this.#options = options;
    const { hooks, onFault } = options;
    this.#subscribers = { hooks, onFault, keepsAll: () => this.#keepsAll };
    this.#pending = new PendingRecords(this.#subscribers);
    this.#budget = new DrainBudget(options.drainTimeoutMs);
    this.#sender = new RunSender({
      options,
      token: this.#token,
      source: this.#committed,
      own: this.#own,
      budget: this.#budget,
      sharedSession: () => (this.#only?.lost ? null : this.#only),
      // A migration may have changed what a fresh session would find.
      scopeOf: async (connection) => (await this.#scope) ?? readScope(connection, options.scope),
    });
  }

  /**
   * Begins to read the state of the outbox over `connection`, the session of the migrations; `known` is what was read of
   * it already.
   */
  open(connection: Connection, known?: { readonly step: number; readonly scope: Scope }): void {
    if (!connection.capabilities.concurrentSessions) this.#only = connection;
    this.#step = known ? Promise.resolve(known.step) : readStorageStep(connection);
    this.#step.catch(() => {});
    this.#scope = known
      ? Promise.resolve(known.scope)
      : readScope(connection, this.#options.scope).catch(() => null);
  }

  /** See `EventStore` of the runner, also for the five that follow. */
  async prepare(connection: Connection): Promise<Scope> {
    this.#step = ensureTables(connection, await this.#step);
    await this.#step;
    this.#preparedScope = (await this.#scope) ?? (await readScope(connection, this.#options.scope));
    return this.#preparedScope;
  }

  async keepAll(): Promise<void> {
    this.#keepsAll = true;
  }

  wants(type: EventType): boolean {
    return this.#keepsAll || this.#options.hooks.some(({ subscribes }) => matches(subscribes, type));
  }

  insertSql(...events: readonly ConfitureEvent[]): string | null {
    const records = events.flatMap((event) => this.#pending.add(event) ?? []);
    if (records.length === 0) return null;
    if (this.#preparedScope === null) throw new Error('an event is stored before the outbox is prepared');
    return insertRecordsSql(records, this.#preparedScope, this.#token);
  }

  async committed(event: ConfitureEvent): Promise<void> {
    const record = this.#pending.committed(event);
    if (record === null) return;
    this.#own.add(record);
    this.#committed.add(record);
    await this.#sendNow();
  }

  async store(events: ConfitureEvent | readonly ConfitureEvent[], withSql?: string): Promise<void> {
    const records = [events].flat().flatMap((event) => recordOf(event, this.#subscribers) ?? []);
    if (records.length === 0) return;
    try {
      const scope = await this.#scope;
      if (scope === null) throw new Error('the project of the run is not known');
      await storeAlone(records, scope, this.#only, this.#options.connectBeside, undefined, withSql);
      for (const record of records) this.#own.add(record);
      this.#hasLeftovers = true;
    } catch (error) {
      for (const record of records) await this.#spool(record, error);
    }
    await this.#sendNow();
  }

  /**
   * The last that the session of the migrations does: the records are stored with the facts known after their commits,
   * and other processes may take them where nothing is sent from here. The session is cut where this, and its end,
   * take more than the budget. Never rejects.
   */
  async releaseRecords(connection: Connection): Promise<void> {
    this.#budget.begin();
    if (connection !== this.#only)
      this.#budget.cutOff.addEventListener('abort', () => connection.abandon(), { once: true });
    if (connection.lost) return;
    await this.#askLast(connection).catch((error) =>
      this.#options.watch.databaseError(explainLost(error, connection)),
    );
  }

  /** Goes on sending for at most the budget, then leaves the rest to others and says what that is. */
  async drain(signal: AbortSignal): Promise<readonly UndeliveredMessage[]> {
    this.#options.onMade(this.#own.made);
    if (this.#options.drainTimeoutMs === 0) return this.#own.undelivered();
    this.#budget.begin();
    if (this.#sender.isSending || (await this.#isSendingNeeded())) await this.#sender.drain(signal);
    return this.#own.undelivered();
  }

  /** Ends at once whatever is still going on. Never rejects. */
  async close(): Promise<void> {
    this.#budget.hurry();
    await this.#sender.ended;
    this.#budget.end();
  }

  async #askLast(connection: Connection): Promise<void> {
    if (this.#options.drainTimeoutMs === 0) await this.#committed.releaseRecords(connection);
    else if (this.#sender.isSending) await this.#committed.storeFacts(connection);
    else this.#hasLeftovers ||= await this.#isAnythingDue(connection);
  }

  /** On a server, where anything is to be sent from here. */
  async #sendNow(): Promise<void> {
    if (this.#only === null && this.#options.drainTimeoutMs > 0) await this.#sender.send();
  }

  async #isSendingNeeded(): Promise<boolean> {
    if (this.#committed.hasMore() || this.#hasLeftovers) return true;
    const scope = await this.#scope;
    return !this.#hasSpooled && scope !== null && this.#options.spool.hasRecords(scope);
  }

  async #isAnythingDue(connection: Connection): Promise<boolean> {
    const [step, scope] = await Promise.all([this.#step.catch(() => 0), this.#scope]);
    if (step === 0 || scope === null) return false;
    const isUpToDate = await ensureTables(connection, step).then(
      () => true,
      () => false,
    );
    return isUpToDate && isAnythingDue(connection, scope, this.#options.hooks);
  }

  async #spool(record: OutboxRecord, databaseError: unknown): Promise<void> {
    try {
      await this.#options.spool.write(record, await this.#scope);
      this.#hasSpooled = true;
      this.#own.add(record);
      this.#options.onSpooled(record, databaseError);
    } catch (error) {
      this.#options.onUnstored(record, { database: databaseError, spool: error });
    }
  }
}
