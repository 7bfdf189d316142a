import { randomBytes } from 'node:crypto';
import type { HookBus } from '../bus/bus.js';
import type { EventPhase } from '../bus/event-of.js';
import { eventPhases } from '../bus/event-of.js';
import type { HookContext, HookPhase, ObserverPhase } from '../bus/hook.js';
import type { Connection } from '../database/connection.js';
import { eventId } from '../events/identifier.js';
import { type ClaimedDelivery, untilNextDue } from './claim.js';
import { enqueueSql } from './enqueue.js';
import { draftEntry, type OutboxEntry } from './entry.js';
import { lendConnection } from './lend-connection.js';
import type { OutboxSession } from './outbox-session.js';
import { OwnDeliveries, type UndeliveredMessage } from './own-deliveries.js';
import { ensureOutbox, readOutboxStep } from './schema.js';
import type { Spool } from './spool.js';
import type { Worker, WorkerOptions } from './worker.js';

export interface RunOutboxOptions extends Omit<WorkerOptions, 'intake' | 'token' | 'at'> {
  readonly organizationId: string | null;
  readonly spool: Spool;
  /** Told when a hook could not make its messages. */
  readonly onFault: (hook: string, error: unknown) => void;
  /** Told when an event could be stored nowhere. */
  readonly onUnstored: (entry: OutboxEntry, error: unknown) => void;
  readonly onSpooled: (entry: OutboxEntry) => void;
  /** Told before the wait for deliveries begins. */
  readonly onDraining: (pending: number, budgetMs: number) => void;
}

type RecordedPhase = 'post_execute' | 'post_rollback';

/**
 * The outbox of one run of `up` or `down`. On a server it sends beside the migrations over a connection of
 * its own, from the first commit on. The embedded database has one session, which belongs to the
 * migrations: there everything is sent after the last of them.
 */
export class RunOutbox {
  readonly #options: RunOutboxOptions;
  readonly #own = new OwnDeliveries();
  readonly #token = randomBytes(12).toString('hex');
  /** What was put into transactions that are not known to be committed, by the moment it is about. */
  readonly #prepared = new Map<string, OutboxEntry>();
  #committed: OutboxEntry[] = [];
  #kept: Connection | null = null;
  #hasLeftovers = false;
  #isDraining = false;
  #deadlineMs = Number.POSITIVE_INFINITY;
  readonly #stop = new AbortController();
  #work: { worker: Worker; ended: Promise<void> } | undefined;

  constructor(options: RunOutboxOptions) {
    this.#options = options;
  }

  /** The session of the migrations, which learns at its end whether older deliveries are due. */
  async connect(): Promise<Connection> {
    const connection = await this.#options.connect();
    if (connection.kind === 'embedded') {
      this.#kept = connection;
      return lendConnection(connection, async () => {});
    }
    return lendConnection(connection, async () => {
      if (!connection.lost && !this.#work) this.#hasLeftovers = await this.#isAnythingDue(connection);
      await connection.close();
    });
  }

  prepare(connection: Connection): Promise<void> {
    return ensureOutbox(connection);
  }

  /** See `EventRecorder` of the runner. */
  textFor(context: HookContext<RecordedPhase>): string | null {
    const entry = this.#draft(context);
    if (entry === null) return null;
    this.#prepared.set(keyOf(context), entry);
    return enqueueSql(entry, this.#token);
  }

  /** A bus that also tells the outbox what was committed and what failed, ahead of the observers. */
  listenTo(bus: HookBus): HookBus {
    return {
      has: (phase) => bus.has(phase),
      runGate: (phase, context) => bus.runGate(phase, context),
      notify: async (phase, context) => {
        if (isEventPhase(phase)) await this.#observe({ ...context, phase }, phase);
        await bus.notify(phase, context);
      },
    };
  }

  /** Goes on sending for at most `budgetMs`, then leaves the rest to others and says what that is. */
  async finish(budgetMs: number, signal: AbortSignal): Promise<readonly UndeliveredMessage[]> {
    this.#isDraining = true;
    this.#deadlineMs = performance.now() + budgetMs;
    const hasWork = this.#committed.length > 0 || this.#own.pending > 0;
    if (hasWork || this.#hasLeftovers || (await this.#options.spool.hasEntries())) await this.#begin();
    else if (this.#kept && (await this.#isAnythingDue(this.#kept))) await this.#begin();
    if (this.#work) await this.#drain(this.#work, budgetMs, signal);
    return this.#own.undelivered();
  }

  /** Ends at once whatever is still going on. Never rejects. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#work?.ended;
    await this.#kept?.close();
  }

  #draft(context: HookContext<EventPhase>): OutboxEntry | null {
    const { now, organizationId, hooks, onFault } = this.#options;
    const nowMs = now();
    const id = eventId({ nowMs, random: randomBytes(10) });
    return draftEntry(context, { id, createdAt: new Date(nowMs), organizationId }, hooks, onFault);
  }

  async #observe(facts: object, phase: EventPhase): Promise<void> {
    // The bus ties the facts to the phase, which TypeScript cannot follow through the generic.
    const context = facts as HookContext<EventPhase>;
    if (phase === 'on_error') return this.#recordFailure(context);
    const prepared = this.#prepared.get(keyOf(context));
    if (!prepared) return;
    this.#prepared.delete(keyOf(context));
    this.#committed.push(this.#completed(prepared, context));
    if (!this.#kept) await this.#begin();
  }

  /** The same event and messages with all the facts; what a hook adds or takes back now is ignored. */
  #completed(prepared: OutboxEntry, context: HookContext<EventPhase>): OutboxEntry {
    const { event } = prepared;
    const stamp = {
      id: event.id,
      createdAt: new Date(event.created_at),
      organizationId: event.organization_id,
    };
    const full = draftEntry(context, stamp, this.#options.hooks, this.#options.onFault);
    this.#own.add(prepared.deliveries);
    if (full === null) return prepared;
    const known = new Map(full.deliveries.map((delivery) => [delivery.id, delivery]));
    const deliveries = prepared.deliveries.map((before) => {
      const after = known.get(before.id);
      const isSame = after?.hook === before.hook && after.message.target === before.message.target;
      return after && isSame ? after : before;
    });
    return { event: full.event, deliveries };
  }

  /** After the rollback, in a transaction of its own, over a connection that no cancel request can hit. */
  async #recordFailure(context: HookContext<EventPhase>): Promise<void> {
    const entry = this.#draft(context);
    if (entry === null) return;
    try {
      const connection = this.#kept ?? (await this.#options.connect());
      try {
        await connection.run(`begin; ${enqueueSql(entry, this.#kept ? this.#token : null)}; commit`);
      } finally {
        if (connection !== this.#kept) await connection.close();
      }
      this.#hasLeftovers = true;
      this.#own.add(entry.deliveries);
      if (this.#kept) this.#committed.push(entry);
      else this.#work?.worker.wake();
    } catch {
      await this.#spool(entry);
    }
  }

  async #spool(entry: OutboxEntry): Promise<void> {
    try {
      await this.#options.spool.write(entry);
      this.#own.add(entry.deliveries);
      this.#options.onSpooled(entry);
    } catch (error) {
      this.#options.onUnstored(entry, error);
    }
  }

  async #isAnythingDue(connection: Connection): Promise<boolean> {
    const reachable = this.#options.hooks.map((hook) => ({
      hook: hook.name,
      targets: hook.targets?.() ?? null,
    }));
    try {
      if ((await readOutboxStep(connection)) === 0) return false;
      return (await untilNextDue(connection, null, reachable)) === 0;
    } catch {
      return false;
    }
  }

  /** Starts the engine, which is loaded only now. */
  async #begin(): Promise<void> {
    if (this.#work) {
      this.#work.worker.wake();
      return;
    }
    const { Worker } = await import('./worker.js');
    const kept = this.#kept;
    const worker = new Worker({
      ...this.#options,
      token: this.#token,
      ...(kept && { connect: async () => lendConnection(kept, async () => {}) }),
      intake: (session) => this.#takeCommitted(session),
      watch: this.#own.watching(this.#options.watch),
    });
    const goal = {
      graceMs: 0,
      patience: 5,
      listens: false,
      isReached: (untilDueMs: number | null) =>
        this.#isDraining && (untilDueMs === null || performance.now() + untilDueMs > this.#deadlineMs),
    };
    // Trouble was told to the watch already; what is left is in the outbox.
    this.#work = { worker, ended: worker.run(goal, this.#stop.signal).catch(() => {}) };
  }

  async #takeCommitted(session: OutboxSession): Promise<readonly ClaimedDelivery[]> {
    const entries = this.#committed;
    if (entries.length === 0) return [];
    const ours = await session.complete(entries);
    this.#committed = this.#committed.slice(entries.length);
    return entries.flatMap(({ event, deliveries }) =>
      deliveries
        .filter(({ id }) => ours.has(id))
        .map(({ id, hook, message }) => ({ id, hook, message, event, schedulePosition: 0 })),
    );
  }

  async #drain(
    { worker, ended }: { worker: Worker; ended: Promise<void> },
    budgetMs: number,
    signal: AbortSignal,
  ): Promise<void> {
    const stop = () => this.#stop.abort();
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    const timer = setTimeout(stop, budgetMs);
    if (budgetMs > 0) this.#options.onDraining(this.#own.pending, budgetMs);
    worker.wake();
    await ended;
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function isEventPhase(phase: HookPhase): phase is EventPhase & ObserverPhase {
  return (eventPhases as readonly HookPhase[]).includes(phase);
}

function keyOf({ phase, migrationVersion }: HookContext<EventPhase>): string {
  return `${phase} ${migrationVersion}`;
}
