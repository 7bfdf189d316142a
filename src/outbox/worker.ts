import { Courier, type FinishedAttempt } from './courier.js';
import { newToken } from './lease.js';
import { OutboxSession } from './outbox-session.js';
import { CHANNEL } from './release.js';
import { Wake } from './wake.js';
import type { WorkerGoal, WorkerOptions } from './worker-options.js';

const PER_TARGET = 16;
const TOGETHER = 64;
/** What ends, or is committed, is stored together: when there is so much of it, or after so long. */
const SETTLE_AT_ONCE = 128;
const GATHER_MS = 20;
const SETTLE_BATCH = 500;
const POLL_MS = 2_000;
const CLAIM_AGAIN_MS = 500;
const RENEW_MS = 15_000;
/** Nothing new is started when the lease was renewed longer ago than this: an attempt must fit into the rest. */
const LEASE_DOUBTFUL_MS = 40_000;
const BUSY_ELSEWHERE_MS = 50;
const STORED_LATER_MS = 25;
const LONGEST_BACKOFF_MS = 5_000;

/**
 * Sends what is due: settles what has ended, takes in what is new, and waits until there is something to
 * do. Database operations are short statements of their own; none is open while something is sent.
 */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #token: string;
  readonly #courier: Courier;
  readonly #wake = new Wake();
  #ended: FinishedAttempt[] = [];
  #session: OutboxSession | null = null;
  #failures = 0;
  #renewedMs = 0;
  #claimedMs = 0;
  /** When the first of the attempts that failed here is to be made again, by `now`. */
  #retryMs = Number.POSITIVE_INFINITY;
  #doubt: NodeJS.Timeout | undefined;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#token = options.token ?? newToken();
    this.#courier = new Courier({
      ...options,
      perTarget: PER_TARGET,
      together: TOGETHER,
      onFinished: (attempt) => {
        this.#ended.push(attempt);
        options.watch.attempt(attempt);
        const { result } = attempt;
        if (result.kind === 'retry')
          this.#retryMs = Math.min(this.#retryMs, result.nextAttemptAt ?? Infinity);
        const canWait = this.#courier.hasMoreFor(attempt.delivery) && this.#ended.length < SETTLE_AT_ONCE;
        if (canWait) this.#wake.callWithin(GATHER_MS);
        else this.#wake.call();
      },
    });
  }

  /** Attempts that have begun and not ended. */
  get underWay(): number {
    return this.#courier.underWay;
  }

  /** Has the worker look for work now. */
  wake(): void {
    this.#wake.call();
  }

  /** The same within a moment, together with what else comes in it. */
  wakeSoon(): void {
    this.#wake.callWithin(GATHER_MS);
  }

  /** Works until the goal is reached or `signal` aborts; then lets go of what is not sent. */
  async run(goal: WorkerGoal, signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', this.#wake.call, { once: true });
    try {
      while (!signal.aborted) {
        const pauseMs = await this.#round(goal);
        if (pauseMs === null) break;
        if (pauseMs > 0 && !signal.aborted) await this.#wake.wait(pauseMs);
      }
    } finally {
      signal.removeEventListener('abort', this.#wake.call);
      await this.#windDown(goal);
    }
  }

  /** Milliseconds to wait for; null where the goal is reached. */
  async #round(goal: WorkerGoal): Promise<number | null> {
    try {
      const session = await this.#open(goal);
      const hasSettled = await this.#settle(session);
      await this.#keepUp(session);
      if (!this.#courier.isFull) this.#courier.take((await this.#options.source?.take(session)) ?? []);
      if (!hasSettled || !this.#courier.hasEnough || this.#isClaimOld) await this.#claim(session);
      this.#failures = 0;
      if (this.#courier.inHand > 0) return Math.min(POLL_MS, this.#untilRetryMs());
      if (this.#ended.length > 0) return 0;
      const untilDueMs = await session.untilNextDue();
      if (goal.isReached(untilDueMs)) return null;
      return Math.min(POLL_MS, Math.max(untilDueMs ?? POLL_MS, BUSY_ELSEWHERE_MS));
    } catch (error) {
      return this.#recover(error, goal);
    }
  }

  async #open({ listens }: Pick<WorkerGoal, 'listens'>): Promise<OutboxSession> {
    if (this.#session && !this.#session.connection.lost) return this.#session;
    await this.#close();
    const connection = await this.#options.connect();
    const { spool, hooks, announce, now, at = () => null, watch } = this.#options;
    this.#session = new OutboxSession(connection, { token: this.#token, hooks, announce, now, at });
    if (listens && connection.capabilities.concurrentSessions) {
      connection.onNotification(this.#wake.call);
      await connection.run(`listen ${CHANNEL}`);
    }
    const { unreadable } = await spool.moveInto(connection);
    unreadable.forEach(watch.unreadable);
    this.#renewedMs = 0;
    return this.#session;
  }

  /** What is not stored stays in the list, and is stored over the next connection. Returns whether anything was. */
  async #settle(session: OutboxSession): Promise<boolean> {
    const hasEnded = this.#ended.length > 0;
    while (this.#ended.length > 0) {
      const batch = this.#ended.slice(0, SETTLE_BATCH);
      const disabled = await session.settle(batch);
      this.#ended.splice(0, batch.length);
      disabled.forEach(this.#options.watch.disabled);
    }
    const unwanted = this.#courier.takeUnwanted();
    if (unwanted.length > 0) await session.release(unwanted);
    return hasEnded;
  }

  /** A target that goes on steadily must not keep the others from being asked about. */
  get #isClaimOld(): boolean {
    return performance.now() - this.#claimedMs >= CLAIM_AGAIN_MS;
  }

  async #claim(session: OutboxSession): Promise<void> {
    this.#claimedMs = performance.now();
    const { firstRoom } = this.#courier;
    this.#courier.take(await session.claim({ firstRoom, rooms: this.#courier.rooms() }));
  }

  /** Renews what is held, lets go of what was lost, and frees what the dead have left. */
  async #keepUp(session: OutboxSession): Promise<void> {
    const nowMs = performance.now();
    if (this.#renewedMs > 0 && nowMs - this.#renewedMs < (this.#courier.inHand > 0 ? RENEW_MS : POLL_MS))
      return;
    this.#courier.keepOnly(await session.renew(this.#held()));
    await session.releaseDead();
    this.#renewedMs = nowMs;
    this.#courier.resume();
    clearTimeout(this.#doubt);
    this.#doubt = setTimeout(() => this.#courier.pause(), LEASE_DOUBTFUL_MS);
    this.#doubt.unref();
  }

  /** At least a little, because what is stored is due a little later than what was asked for. */
  #untilRetryMs(): number {
    const untilMs = this.#retryMs - this.#options.now();
    if (untilMs <= 0) this.#retryMs = Number.POSITIVE_INFINITY;
    return Math.max(0, untilMs) + STORED_LATER_MS;
  }

  #held(): string[] {
    return [...this.#courier.ids(), ...this.#ended.map(({ delivery }) => delivery.id)];
  }

  /** A new connection is made for the next round, whatever went wrong in this one. */
  async #recover(error: unknown, { patience }: WorkerGoal): Promise<number> {
    this.#failures += 1;
    if (this.#failures === 1) this.#options.watch.trouble(error);
    await this.#close();
    if (patience !== null && this.#failures >= patience) throw error;
    return Math.min(LONGEST_BACKOFF_MS, 100 * 2 ** this.#failures * (0.5 + this.#options.random()));
  }

  async #windDown({ graceMs }: WorkerGoal): Promise<void> {
    this.#courier.pause();
    this.#courier.dropWaiting();
    const untilMs = performance.now() + graceMs;
    while (this.#courier.underWay > 0 && performance.now() < untilMs) {
      await this.#wake.wait(untilMs - performance.now());
    }
    this.#courier.abort();
    clearTimeout(this.#doubt);
    await this.#letGo().catch((error) => this.#failures === 0 && this.#options.watch.trouble(error));
    await this.#close();
  }

  /** Stores what has ended; the rest is anybody's. */
  async #letGo(): Promise<void> {
    if (this.#session === null && this.#ended.length === 0 && this.#failures > 0) return;
    const session = await this.#open({ listens: false });
    await this.#settle(session);
    await this.#options.source?.leave(session);
    await session.release();
  }

  async #close(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    await session?.connection.close();
  }
}
