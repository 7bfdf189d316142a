import type { Connection } from '../../database/connection.js';
import type { HookBus } from '../../hooks/call/bus.js';
import { type EventPhase, isEventPhase } from '../../hooks/call/event-of.js';
import type { HookContext } from '../../hooks/define/hook.js';
import { ensureOutbox, readOutboxStep } from '../../storage/schema.js';
import { readScope, type Scope } from '../../storage/scope.js';
import { enqueueSql } from '../records/enqueue.js';
import { storeAlone } from '../records/store-alone.js';
import { isAnythingDue } from '../store/is-anything-due.js';
import { newToken } from '../store/lease.js';
import type { Worker } from '../worker/worker.js';
import type { WorkerMode, WorkerOptions } from '../worker/worker-options.js';
import { CommittedEntries } from './committed-entries.js';
import { DrainBudget } from './drain-budget.js';
import type { OutboxEntry } from './entry.js';
import { lendConnection } from './lend-connection.js';
import { OwnDeliveries, type UndeliveredMessage } from './own-deliveries.js';
import { PreparedEntries } from './prepared-entries.js';
import type { RunOutboxOptions } from './run-outbox-options.js';

/**
 * The outbox of one run of `up` or `down`. On a server it sends beside the migrations over a connection of
 * its own, from the first commit on. The embedded database has one session, which belongs to the
 * migrations: there everything is sent after the last of them.
 */
export class RunOutbox {
  readonly #options: RunOutboxOptions;
  readonly #entries: PreparedEntries;
  readonly #own = new OwnDeliveries();
  readonly #token = newToken();
  readonly #committed = new CommittedEntries(this.#token);
  readonly #budget: DrainBudget;
  /** The one session there is on the embedded database. */
  #only: Connection | null = null;
  /** Asked for as soon as there is a session, so that nobody waits for the answer. */
  #step: Promise<number> = Promise.resolve(0);
  #scope: Promise<Scope | null> = Promise.resolve(null);
  /** The same, once `prepare` has waited for it. */
  #preparedScope: Scope | null = null;
  #hasLeftovers = false;
  /** The database was away a moment ago: what is in the spool is for the next command. */
  #hasSpooled = false;
  #work: { readonly worker: Worker; readonly ended: Promise<void> } | undefined;

  constructor(options: RunOutboxOptions) {
    this.#options = options;
    this.#entries = new PreparedEntries(options);
    this.#budget = new DrainBudget(options.budgetMs);
  }

  /** The session of the migrations. On its way out it is asked whether older deliveries are due. */
  async connect(): Promise<Connection> {
    const connection = await this.#options.connect();
    if (!connection.capabilities.concurrentSessions) this.#only = connection;
    this.#step = readOutboxStep(connection);
    this.#step.catch(() => {});
    this.#scope = readScope(connection, this.#options.scope).catch(() => null);
    return lendConnection(
      connection,
      () => this.#takeLeave(connection),
      () => connection.abandon(),
    );
  }

  /** See `EventRecorder` of the runner, also for `textFor`. */
  async prepare(connection: Connection): Promise<void> {
    this.#step = ensureOutbox(connection, await this.#step);
    await this.#step;
    this.#preparedScope = (await this.#scope) ?? (await readScope(connection, this.#options.scope));
  }

  textFor(context: HookContext<'post_execute' | 'post_rollback'>): string | null {
    const entry = this.#entries.prepare(context);
    if (entry === null) return null;
    if (this.#preparedScope === null) throw new Error('an event is stored before the outbox is prepared');
    return enqueueSql(entry, this.#preparedScope, this.#token);
  }

  /** A bus that also tells the outbox what was committed and what failed, ahead of the observers. */
  listenTo(bus: HookBus): HookBus {
    return {
      has: (phase) => bus.has(phase),
      runGate: (phase, context) => bus.runGate(phase, context),
      notify: async (phase, context) => {
        // The bus ties the facts to the phase, which TypeScript cannot follow through the generic.
        if (isEventPhase(phase))
          await this.#observe({ ...context, phase } as object as HookContext<EventPhase>);
        await bus.notify(phase, context);
      },
    };
  }

  /** Goes on sending for at most the budget, then leaves the rest to others and says what that is. */
  async finish(signal: AbortSignal): Promise<readonly UndeliveredMessage[]> {
    if (this.#options.budgetMs === 0) return this.#own.undelivered();
    this.#budget.begin();
    if (this.#work || (await this.#isSendingNeeded())) await this.#send();
    if (this.#work) await this.#drain(this.#work, signal);
    return this.#own.undelivered();
  }

  /** Ends at once whatever is still going on. Never rejects. */
  async close(): Promise<void> {
    this.#budget.hurry();
    await this.#work?.ended;
    this.#budget.end();
    await this.#only?.close();
  }

  /** The last that the session of the migrations does. It is cut where it takes more than the budget. */
  async #takeLeave(connection: Connection): Promise<void> {
    const cut = () => connection.abandon();
    this.#budget.begin();
    if (connection !== this.#only) this.#budget.toFailure.addEventListener('abort', cut, { once: true });
    if (!connection.lost) await this.#askLast(connection).catch(this.#options.watch.databaseError);
    if (connection !== this.#only) await connection.close();
    this.#budget.toFailure.removeEventListener('abort', cut);
  }

  async #askLast(connection: Connection): Promise<void> {
    if (this.#options.budgetMs === 0) await this.#committed.releaseRecords(connection);
    else if (this.#work) await this.#committed.storeFacts(connection);
    else this.#hasLeftovers ||= await this.#isAnythingDue(connection);
  }

  async #isSendingNeeded(): Promise<boolean> {
    if (this.#committed.hasMore() || this.#hasLeftovers) return true;
    const scope = await this.#scope;
    return !this.#hasSpooled && scope !== null && this.#options.spool.hasEntries(scope);
  }

  async #observe(context: HookContext<EventPhase>): Promise<void> {
    if (context.phase === 'on_error') return this.#recordFailure(context);
    const entry = this.#entries.committed(context);
    if (entry === null) return;
    this.#own.add(entry.deliveries);
    this.#committed.add(entry);
    if (this.#only === null && this.#options.budgetMs > 0) await this.#send();
  }

  async #recordFailure(context: HookContext<EventPhase>): Promise<void> {
    const entry = this.#entries.final(context);
    if (entry === null) return;
    try {
      const scope = await this.#scope;
      if (scope === null) throw new Error('the project of the run is not known');
      await storeAlone(entry, scope, this.#only, this.#options.connectBeside);
      this.#own.add(entry.deliveries);
      this.#hasLeftovers = true;
    } catch (error) {
      await this.#spool(entry, error);
    }
    this.#work?.worker.wake();
  }

  async #spool(entry: OutboxEntry, databaseError: unknown): Promise<void> {
    try {
      await this.#options.spool.write(entry, await this.#scope);
      this.#hasSpooled = true;
      this.#own.add(entry.deliveries);
      this.#options.onSpooled(entry, databaseError);
    } catch (error) {
      this.#options.onUnstored(entry, { database: databaseError, spool: error });
    }
  }

  /** Has what is committed sent. The engine is loaded when there is something for the first time. */
  async #send(): Promise<void> {
    if (!this.#work) {
      const { Worker } = await import('../worker/worker.js');
      const worker = new Worker(this.#workerOptions());
      const { stop, toFailure } = this.#budget;
      // Trouble was told to the watch already; what is left is in the outbox.
      this.#work = { worker, ended: worker.run(this.#goal(), stop, toFailure).catch(() => {}) };
    }
    if (this.#budget.endMs === null) this.#work.worker.wakeSoon();
    else this.#work.worker.wake();
  }

  async #isAnythingDue(connection: Connection): Promise<boolean> {
    const [step, scope] = await Promise.all([this.#step.catch(() => 0), this.#scope]);
    return step > 0 && scope !== null && isAnythingDue(connection, scope, this.#options.hooks);
  }

  #workerOptions(): WorkerOptions {
    const only = this.#only;
    return {
      ...this.#options,
      token: this.#token,
      connect: (signal) =>
        only && !only.lost
          ? Promise.resolve(lendConnection(only, async () => {}))
          : this.#options.connectBeside(signal),
      // A migration may have changed what a fresh session would find.
      scopeOf: async (connection) => (await this.#scope) ?? readScope(connection, this.#options.scope),
      source: this.#committed,
      watch: this.#own.watching(this.#options.watch),
    };
  }

  #goal(): WorkerMode {
    return {
      graceMs: 0,
      maxFailures: 5,
      useNotify: false,
      shouldStop: (untilDueMs) => {
        const { endMs } = this.#budget;
        if (endMs === null || this.#committed.hasMore()) return false;
        return untilDueMs === null || performance.now() + untilDueMs > endMs;
      },
    };
  }

  async #drain({ ended }: { readonly ended: Promise<void> }, signal: AbortSignal): Promise<void> {
    const { budgetMs, onDraining, watch } = this.#options;
    const hurry = () => this.#budget.hurry();
    const complain = () => watch.databaseError(new Error('it did not answer within the time for sending'));
    if (signal.aborted) hurry();
    signal.addEventListener('abort', hurry, { once: true });
    this.#budget.toFailure.addEventListener('abort', complain, { once: true });
    onDraining(this.#own, budgetMs);
    await ended;
    signal.removeEventListener('abort', hurry);
    this.#budget.toFailure.removeEventListener('abort', complain);
  }
}
