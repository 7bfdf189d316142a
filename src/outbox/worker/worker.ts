import type { Connection } from '../../database/connection.js';
import { Wake } from '../../database/wake.js';
import type { Scope } from '../../storage/scope.js';
import { JobTurns } from '../jobs/job-turns.js';
import { newToken } from '../store/lease.js';
import { adoptSession } from '../store/own-session.js';
import { CHANNEL } from '../store/release.js';
import { DatabaseFailures } from './database-failures.js';
import { Dispatcher, type FinishedAttempt } from './dispatcher.js';
import { LeaseAge } from './lease-age.js';
import { OutboxSession } from './outbox-session.js';
import { Pace, SETTLE_AT_ONCE } from './pace.js';
import type { WorkerMode, WorkerOptions } from './worker-options.js';

const MAX_PER_ENDPOINT = 16;
const MAX_CONCURRENCY = 64;
const SETTLE_BATCH = 500;
const POLL_MS = 2_000;
const RENEW_MS = 15_000;
/** Nothing new is started when the leases were renewed longer ago than this: an attempt must fit into the rest. */
const LEASE_DOUBTFUL_MS = 40_000;
const NEVER = new AbortController().signal;
const BUSY_ELSEWHERE_MS = 50;
const STORED_LATER_MS = 25;

/**
 * Sends due deliveries: settles those that have ended, takes in new ones, and waits until there is something to
 * do. Database operations are short statements of their own; none is open while something is sent.
 */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #token: string;
  readonly #dispatcher: Dispatcher;
  readonly #wake = new Wake();
  readonly #leaseAge: LeaseAge;
  readonly #failures: DatabaseFailures;
  readonly #jobs = new JobTurns();
  readonly #pace: Pace;
  #ended: FinishedAttempt[] = [];
  #connection: Connection | null = null;
  #session: OutboxSession | null = null;
  /** When the first of the attempts that failed here is to be made again, by `now`. */
  #retryMs = Number.POSITIVE_INFINITY;
  #cutOff: AbortSignal = NEVER;
  #signal: AbortSignal = NEVER;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#token = options.token ?? newToken();
    this.#leaseAge = new LeaseAge(options.now);
    this.#pace = new Pace(options.isMoreToCome);
    this.#failures = new DatabaseFailures((error) => {
      if (!this.#cutOff.aborted) options.watch.databaseError(error);
    });
    this.#dispatcher = new Dispatcher({
      ...options,
      maxPerEndpoint: MAX_PER_ENDPOINT,
      maxConcurrency: MAX_CONCURRENCY,
      mayStart: () => !this.#signal.aborted && this.#leaseAge.ms < LEASE_DOUBTFUL_MS,
      onDoubt: this.#wake.call,
      onFinished: (attempt) => {
        this.#ended.push(attempt);
        options.watch.attempt(attempt);
        const { result } = attempt;
        if (result.kind === 'retry')
          this.#retryMs = Math.min(this.#retryMs, result.nextAttemptAt ?? Infinity);
        const canWait = this.#pace.isMoreToCome() || this.#dispatcher.hasMoreFor(attempt.delivery);
        if (canWait && this.#ended.length < SETTLE_AT_ONCE) this.wakeSoon();
        else this.#wake.call();
      },
    });
  }

  /** Attempts that have begun and not ended. */
  get inFlight(): number {
    return this.#dispatcher.inFlight;
  }

  /** Has the worker look for work now. */
  wake(): void {
    this.#wake.call();
  }

  /** The same within a moment, together with what else comes in it. */
  wakeSoon(): void {
    this.#wake.callWithin(this.#pace.gatherMs());
  }

  /**
   * Works until the mode says to stop or `signal` aborts; then releases deliveries that are not sent. When `cutOff` aborts,
   * the session is cut, also at work, and the call ends: leases end with their session.
   */
  async run(mode: WorkerMode, signal: AbortSignal, cutOff: AbortSignal = NEVER): Promise<void> {
    this.#cutOff = cutOff;
    this.#signal = signal;
    const cut = () => {
      if (this.#connection !== null && !this.#isShared(this.#connection)) this.#connection.abandon();
      this.#wake.call();
    };
    signal.addEventListener('abort', this.#wake.call, { once: true });
    cutOff.addEventListener('abort', cut, { once: true });
    const hasEnded = () => signal.aborted || cutOff.aborted;
    try {
      while (!hasEnded()) {
        const pauseMs = await this.#round(mode);
        if (pauseMs === null) break;
        if (pauseMs > 0 && !hasEnded()) await this.#wake.wait(pauseMs);
      }
    } finally {
      signal.removeEventListener('abort', this.#wake.call);
      await this.#shutDown(mode);
      cutOff.removeEventListener('abort', cut);
    }
  }

  /** Milliseconds to wait for; null where the mode says to stop. */
  async #round(mode: WorkerMode): Promise<number | null> {
    try {
      const session = await this.#open(mode);
      this.#pace.beginRound();
      const hasSettled = await this.#settle(session);
      await this.#renewLeases(session);
      const source = this.#dispatcher.isFull ? undefined : this.#options.source;
      const own = (await source?.take(session)) ?? [];
      this.#dispatcher.take(own);
      const isDry = own.length === 0 && (!hasSettled || !this.#dispatcher.hasEnough);
      if ((isDry || this.#pace.isClaimOld) && (await this.#claim(session))) return 0;
      this.#failures.clear();
      if (mode.runsJobs && (await this.#jobs.take(() => session.runJobStep()))) return 0;
      if (source?.hasMore() && !this.#dispatcher.isFull) return 0;
      if (this.#dispatcher.held > 0) return Math.min(POLL_MS, this.#untilRetryMs());
      if (this.#ended.length > 0) return this.#pace.settleMs();
      const untilDueMs = await session.untilNextDue();
      if (mode.shouldStop(untilDueMs)) return null;
      return Math.min(POLL_MS, Math.max(untilDueMs ?? POLL_MS, BUSY_ELSEWHERE_MS));
    } catch (error) {
      return this.#recover(error, mode);
    }
  }

  async #open({ useNotify }: Pick<WorkerMode, 'useNotify'>): Promise<OutboxSession> {
    if (this.#session && !this.#session.connection.lost) return this.#session;
    await this.#close();
    const { connect, scopeOf, spool, watch } = this.#options;
    const connection = await connect(this.#cutOff);
    this.#connection = connection;
    const [scope] = await Promise.all([scopeOf(connection), adoptSession(connection)]);
    const session = this.#sessionOf(connection, scope);
    if (useNotify && connection.capabilities.concurrentSessions) {
      connection.onNotification(this.#wake.call);
      await connection.run(`listen ${CHANNEL}`);
    }
    const { rejected } = await spool.moveInto(connection, scope);
    for (const { file, reason } of rejected) watch.rejected({ record: `spool file ${file}`, reason });
    this.#session = session;
    return session;
  }

  #sessionOf(connection: Connection, scope: Scope): OutboxSession {
    const { at = () => null, watch } = this.#options;
    const token = this.#token;
    return new OutboxSession(connection, { ...this.#options, scope, token, at, onRejected: watch.rejected });
  }

  /** A result that is not stored stays in the list for the next connection. Returns whether any was stored. */
  async #settle(session: OutboxSession): Promise<boolean> {
    const hasEnded = this.#ended.length > 0;
    while (this.#ended.length > 0) {
      const batch = this.#ended.slice(0, SETTLE_BATCH);
      const changes = await session.settle(batch);
      this.#ended.splice(0, batch.length);
      changes.forEach(this.#options.watch.endpointChanged);
    }
    const rejected = this.#dispatcher.takeRejected();
    if (rejected.length > 0) await session.release(rejected);
    return hasEnded;
  }

  /** Resolves with whether other endpoints can be reached than when it asked. */
  async #claim(session: OutboxSession): Promise<boolean> {
    this.#pace.claim();
    const limits = { firstRoom: this.#dispatcher.firstRoom, rooms: this.#dispatcher.rooms() };
    const [claimed, hasChanged] = await Promise.all([session.claim(limits), session.refreshEndpoints()]);
    this.#dispatcher.take(claimed);
    return hasChanged;
  }

  /** Renews the leases that are held, forgets those that were lost, and releases expired ones of others. */
  async #renewLeases(session: OutboxSession): Promise<void> {
    if (this.#leaseAge.ms < (this.#dispatcher.held > 0 ? RENEW_MS : POLL_MS)) return;
    const renewed = this.#leaseAge.renewing();
    this.#dispatcher.keepOnly(await session.renew(this.#held()));
    await session.releaseExpired();
    renewed();
    this.#dispatcher.resume();
  }

  /** At least a little, because a retry is stored as due a little later than it was asked for. */
  #untilRetryMs(): number {
    const untilMs = this.#retryMs - this.#options.now();
    if (untilMs <= 0) this.#retryMs = Number.POSITIVE_INFINITY;
    return Math.max(0, untilMs) + STORED_LATER_MS;
  }

  #held(): string[] {
    return [...this.#dispatcher.ids(), ...this.#ended.map(({ delivery }) => delivery.id)];
  }

  /** A new connection is made for the next round, whatever went wrong in this one. */
  async #recover(error: unknown, { maxFailures }: WorkerMode): Promise<number> {
    const explained = this.#failures.add(error, this.#connection);
    await this.#close();
    if (maxFailures !== null && this.#failures.count >= maxFailures) throw explained;
    return this.#failures.backoffMs(this.#options.random());
  }

  async #shutDown({ graceMs }: WorkerMode): Promise<void> {
    this.#dispatcher.pause();
    this.#dispatcher.dropWaiting();
    const untilMs = performance.now() + graceMs;
    while (this.#dispatcher.inFlight > 0 && performance.now() < untilMs) {
      await this.#wake.wait(untilMs - performance.now());
    }
    this.#dispatcher.abort();
    await this.#releaseAll().catch((error) => this.#failures.tell(error, this.#connection));
    await this.#close();
  }

  /** Stores what has ended; the rest is free for every process. */
  async #releaseAll(): Promise<void> {
    if (this.#cutOff.aborted) return;
    if (this.#session === null && this.#ended.length === 0 && this.#failures.count > 0) return;
    const session = await this.#open({ useNotify: false });
    await this.#settle(session);
    await this.#options.source?.leave(session);
    await session.release();
  }

  async #close(): Promise<void> {
    const connection = this.#connection;
    this.#session = null;
    this.#leaseAge.forget();
    if (connection !== null && !this.#isShared(connection)) await connection.close();
    this.#connection = null;
  }

  #isShared(connection: Connection): boolean {
    return this.#options.isShared?.(connection) ?? false;
  }
}
