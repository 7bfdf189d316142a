import type { Connection } from '../../database/connection.js';
import type { ConfitureEvent } from '../../events/event.js';
import type { EventMaker } from '../../events/event-maker.js';
import type { EventStore } from '../event-store.js';
import { endTransaction } from '../execute/end-transaction.js';
import type { Timing } from '../run-info.js';
import { type Draft, draftOf, type FactAt } from './draft.js';
import { unsyncedTransaction } from './own-transaction.js';

/** Makes drafts of the facts that a hook subscribes to, and hands them to the store of events. */
export class DraftStore {
  readonly #maker: EventMaker;
  readonly #events: EventStore;
  /** Writes of events beside the run, one after another. */
  #beside: Promise<void> = Promise.resolve();

  constructor(maker: EventMaker, events: EventStore) {
    this.#maker = maker;
    this.#events = events;
  }

  draftsOf(facts: readonly FactAt[]): readonly Draft[] {
    return facts.filter(({ type }) => this.#events.wants(type)).map((fact) => draftOf(this.#maker, fact));
  }

  /** Texts for the transaction that the drafts travel with. */
  insertSql(drafts: readonly Draft[]): readonly string[] {
    const text = drafts.length === 0 ? null : this.#events.insertSql(...drafts.map(({ event }) => event));
    return text === null ? [] : [text];
  }

  /** The transaction that the drafts travelled with is committed. */
  async committed(drafts: readonly Draft[], timing: Timing): Promise<void> {
    for (const draft of drafts) await this.#events.committed(draft.committed(timing));
  }

  /**
   * Stores drafts over the session of the migrations, which has nothing in flight and no transaction open. Where
   * `isSynced` is false the disk is not waited for.
   */
  async commit(
    connection: Connection,
    drafts: readonly Draft[],
    timing: Timing,
    { isSynced }: { readonly isSynced: boolean },
  ): Promise<void> {
    const texts = this.insertSql(drafts);
    if (texts.length === 0) return;
    const own = isSynced ? ['begin', ...texts, 'commit'] : unsyncedTransaction(texts);
    await connection.run(own.join('; '));
    await this.committed(drafts, timing);
  }

  /**
   * Stores the drafts of a run that has done what it was for; never rejects. Where its session is lost, breaks meanwhile
   * or cannot, they go another way: under the same ids, so that what was stored all the same is not told twice.
   */
  async commitLast(connection: Connection, drafts: readonly Draft[], timing: Timing): Promise<void> {
    if (!connection.lost) {
      try {
        return await this.commit(connection, drafts, timing, { isSynced: true });
      } catch {
        await endTransaction(connection);
      }
    }
    await this.#events.store(drafts.map((draft) => draft.committed(timing)));
  }

  /** Stores events over another session, after all that was handed over before; the run does not wait for it. */
  storeBeside(events: readonly ConfitureEvent[]): void {
    if (events.length > 0) this.#beside = this.#beside.then(() => this.#events.store(events));
  }

  /** Resolves when all is stored that was handed over. */
  get settled(): Promise<void> {
    return this.#beside;
  }
}
