import type { HookBus } from '../bus/bus.js';
import { type EventPhase, isEventPhase } from '../bus/event-of.js';
import type { HookContext } from '../bus/hook.js';
import type { Connection } from '../database/connection.js';
import type { ClaimedDelivery } from './claim.js';
import { type CommittedEntry, committedEntry, storeFacts } from './complete.js';
import { enqueueSql } from './enqueue.js';
import type { OutboxEntry } from './entry.js';
import { isAnythingDue } from './is-anything-due.js';
import { newToken } from './lease.js';
import { lendConnection } from './lend-connection.js';
import { OutboxSession } from './outbox-session.js';
import { OwnDeliveries, type UndeliveredMessage } from './own-deliveries.js';
import { PreparedEntries } from './prepared-entries.js';
import type { RunOutboxOptions } from './run-outbox-options.js';
import { ensureOutbox, readOutboxStep } from './schema.js';
import { storeAlone } from './store-alone.js';
import type { Worker } from './worker.js';
import type { WorkerGoal, WorkerOptions } from './worker-options.js';

/** What is sent must be noted also after the run was stopped. */
const NEVER = new AbortController().signal;

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
  readonly #stop = new AbortController();
  /** Committed, and neither completed nor sent. */
  #committed: CommittedEntry[] = [];
  /** The one session there is on the embedded database. */
  #only: Connection | null = null;
  /** Asked for as soon as there is a session, so that nobody waits for the answer. */
  #step: Promise<number> = Promise.resolve(0);
  #hasLeftovers = false;
  /** The database was away a moment ago: what is in the spool is for the next command. */
  #hasSpooled = false;
  #endMs: number | null = null;
  #work: { readonly worker: Worker; readonly ended: Promise<void> } | undefined;

  constructor(options: RunOutboxOptions) {
    this.#options = options;
    this.#entries = new PreparedEntries(options);
  }

  /** The session of the migrations. On its way out it is asked whether older deliveries are due. */
  async connect(): Promise<Connection> {
    const connection = await this.#options.connect();
    if (!connection.capabilities.concurrentSessions) this.#only = connection;
    this.#step = readOutboxStep(connection);
    this.#step.catch(() => {});
    return lendConnection(connection, async () => {
      if (this.#options.budgetMs === 0) await this.#handOver(connection);
      else if (this.#work) await this.#storeFacts(connection);
      else this.#hasLeftovers ||= await this.#isAnythingDue(connection);
      if (connection !== this.#only) await connection.close();
    });
  }

  /** See `EventRecorder` of the runner, also for `textFor`. */
  async prepare(connection: Connection): Promise<void> {
    this.#step = ensureOutbox(connection, await this.#step);
    await this.#step;
  }

  textFor(context: HookContext<'post_execute' | 'post_rollback'>): string | null {
    const entry = this.#entries.prepare(context);
    return entry && enqueueSql(entry, this.#token);
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
    const { budgetMs } = this.#options;
    if (budgetMs === 0) return this.#own.undelivered();
    this.#endMs = performance.now() + budgetMs;
    const isNeeded =
      this.#committed.length > 0 ||
      this.#hasLeftovers ||
      (!this.#hasSpooled && (await this.#options.spool.hasEntries()));
    if (isNeeded || this.#work) await this.#send();
    if (this.#work) await this.#drain(this.#work, budgetMs, signal);
    return this.#own.undelivered();
  }

  /** Ends at once whatever is still going on. Never rejects. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#work?.ended;
    await this.#only?.close();
  }

  async #observe(context: HookContext<EventPhase>): Promise<void> {
    if (context.phase === 'on_error') return this.#recordFailure(context);
    const entry = this.#entries.committed(context);
    if (entry === null) return;
    this.#own.add(entry.deliveries);
    this.#committed.push(committedEntry(entry));
    if (this.#only === null && this.#options.budgetMs > 0) await this.#send();
  }

  async #recordFailure(context: HookContext<EventPhase>): Promise<void> {
    const entry = this.#entries.final(context);
    if (entry === null) return;
    try {
      await storeAlone(entry, this.#only, this.#options.connectBeside);
      this.#own.add(entry.deliveries);
      this.#hasLeftovers = true;
    } catch (error) {
      await this.#spool(entry, error);
    }
    this.#work?.worker.wake();
  }

  async #spool(entry: OutboxEntry, databaseError: unknown): Promise<void> {
    try {
      await this.#options.spool.write(entry);
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
      const { Worker } = await import('./worker.js');
      const worker = new Worker(this.#workerOptions());
      // Trouble was told to the watch already; what is left is in the outbox.
      this.#work = { worker, ended: worker.run(this.#goal(), this.#stop.signal).catch(() => {}) };
    }
    if (this.#endMs === null) this.#work.worker.wakeSoon();
    else this.#work.worker.wake();
  }

  /** Stores what is known after the commits and lets go. Where that fails, the leases end with the session. */
  async #handOver(connection: Connection): Promise<void> {
    if (connection.lost) return;
    const { hooks, announce, now, watch } = this.#options;
    const session = new OutboxSession(connection, {
      token: this.#token,
      hooks,
      announce,
      now,
      at: () => null,
    });
    try {
      await this.#leaveCommitted(session);
    } catch (error) {
      watch.trouble(error);
    }
  }

  async #isAnythingDue(connection: Connection): Promise<boolean> {
    const step = await this.#step.catch(() => 0);
    return step > 0 && isAnythingDue(connection, this.#options.hooks);
  }

  #workerOptions(): WorkerOptions {
    const only = this.#only;
    return {
      ...this.#options,
      token: this.#token,
      connect: only
        ? async () => lendConnection(only, async () => {})
        : () => this.#options.connectBeside(NEVER),
      source: {
        take: (session) => this.#takeCommitted(session),
        leave: (session) => this.#leaveCommitted(session),
      },
      watch: this.#own.watching(this.#options.watch),
    };
  }

  #goal(): WorkerGoal {
    return {
      graceMs: 0,
      patience: 5,
      listens: false,
      isReached: (untilDueMs) =>
        this.#endMs !== null &&
        this.#committed.length === 0 &&
        (untilDueMs === null || performance.now() + untilDueMs > this.#endMs),
    };
  }

  async #takeCommitted(session: OutboxSession): Promise<readonly ClaimedDelivery[]> {
    const entries = [...this.#committed];
    if (entries.length === 0) return [];
    const ours = await session.complete(entries);
    this.#committed = this.#committed.slice(entries.length);
    return entries.flatMap(({ event, deliveries }) =>
      deliveries
        .filter(({ id }) => ours.has(id))
        .map(({ id, hook, message }) => ({ id, hook, message, event, schedulePosition: 0 })),
    );
  }

  /** Whoever takes an arrival once its session is gone, and before this process does, then has all the facts too. */
  async #storeFacts(connection: Connection): Promise<void> {
    if (this.#committed.length === 0 || connection.lost) return;
    await storeFacts(connection, this.#token, this.#committed).catch(this.#options.watch.trouble);
  }

  async #leaveCommitted(session: OutboxSession): Promise<void> {
    const entries = [...this.#committed];
    if (entries.length > 0) await session.handOver(entries);
    this.#committed = this.#committed.slice(entries.length);
  }

  async #drain(
    { ended }: { readonly ended: Promise<void> },
    budgetMs: number,
    signal: AbortSignal,
  ): Promise<void> {
    const stop = () => this.#stop.abort();
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    const timer = setTimeout(stop, budgetMs);
    this.#options.onDraining(this.#own.pending, budgetMs);
    await ended;
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
