import type { Attempt, AttemptResult, OutboxMessage } from './outbox-hook.js';

/** One message on its way to one target. */
export interface Delivery {
  readonly message: OutboxMessage;
  readonly deliver: (attempt: Attempt) => Promise<AttemptResult>;
}

export interface DispatcherOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told about every end of a delivery, and about each failed attempt. */
  readonly onAttempt: (message: OutboxMessage, result: AttemptResult) => void;
  /** Attempts under way at once, for each target; default 8. */
  readonly concurrencyPerTarget?: number;
}

export interface Dispatcher {
  /** Takes a delivery and starts it as soon as its target has room. Never throws, never waits. */
  enqueue(delivery: Delivery): void;
  /** Deliveries that are not done. */
  pending(): number;
  /**
   * Waits until all is done, or nothing more can be done within `budgetMs`, then calls off what is
   * under way. Returns the messages that were not delivered.
   */
  drain(budgetMs: number): Promise<readonly OutboxMessage[]>;
}

const DEFAULT_CONCURRENCY = 8;

/**
 * Sends in this process, beside the migrations. A target that hangs holds up its own deliveries only.
 *
 *   waiting ──► under way ──► done
 *      ▲            │
 *      └── retry ◄──┴──► undelivered (final, exhausted, or the time is up)
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  return new InProcessDispatcher(options);
}

interface Waiting extends Delivery {
  readonly number: number;
}

class InProcessDispatcher implements Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #underWay = new Map<string, number>();
  readonly #undelivered: OutboxMessage[] = [];
  readonly #retryTimers = new Map<
    NodeJS.Timeout,
    { readonly dueAt: number; readonly message: OutboxMessage }
  >();
  readonly #end = new AbortController();
  readonly #open = new Set<OutboxMessage>();
  #deadline = Number.POSITIVE_INFINITY;
  #onQuiet: (() => void) | undefined;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  enqueue(delivery: Delivery): void {
    this.#open.add(delivery.message);
    this.#queue({ ...delivery, number: 1 });
  }

  pending(): number {
    return this.#open.size;
  }

  async drain(budgetMs: number): Promise<readonly OutboxMessage[]> {
    this.#deadline = this.#options.now() + budgetMs;
    this.#giveUpRetriesBeyondDeadline();
    if (this.#open.size > 0) await this.#quietOrTimeout(budgetMs);
    return [...this.#undelivered, ...this.#stop()];
  }

  #queue(waiting: Waiting): void {
    const { target } = waiting.message;
    const queue = this.#waiting.get(target) ?? [];
    queue.push(waiting);
    this.#waiting.set(target, queue);
    this.#pump(target);
  }

  #pump(target: string): void {
    const limit = this.#options.concurrencyPerTarget ?? DEFAULT_CONCURRENCY;
    const queue = this.#waiting.get(target) ?? [];
    while (queue.length > 0 && (this.#underWay.get(target) ?? 0) < limit) {
      const next = queue.shift();
      if (next) void this.#attempt(next);
    }
  }

  async #attempt(waiting: Waiting): Promise<void> {
    const { target } = waiting.message;
    this.#underWay.set(target, (this.#underWay.get(target) ?? 0) + 1);
    const result = await this.#deliver(waiting);
    this.#underWay.set(target, (this.#underWay.get(target) ?? 1) - 1);
    if (this.#end.signal.aborted) return;
    this.#options.onAttempt(waiting.message, result);
    this.#settle(waiting, result);
    this.#pump(target);
  }

  /** A delivery that throws is a bug of its hook; it must not take the run with it. */
  async #deliver({ deliver, number }: Waiting): Promise<AttemptResult> {
    try {
      return await deliver({ number, signal: this.#end.signal });
    } catch {
      return { kind: 'final', text: 'the hook failed' };
    }
  }

  #settle(waiting: Waiting, result: AttemptResult): void {
    if (result.kind === 'done') this.#close(waiting.message);
    else if (result.kind === 'final' || result.nextAttemptAt === null) this.#giveUp(waiting.message);
    else this.#retryAt(waiting, result.nextAttemptAt);
  }

  #retryAt(waiting: Waiting, dueAt: number): void {
    if (dueAt >= this.#deadline) {
      this.#giveUp(waiting.message);
      return;
    }
    const timer = setTimeout(
      () => {
        this.#retryTimers.delete(timer);
        this.#queue({ ...waiting, number: waiting.number + 1 });
      },
      Math.max(0, dueAt - this.#options.now()),
    );
    this.#retryTimers.set(timer, { dueAt, message: waiting.message });
  }

  #giveUpRetriesBeyondDeadline(): void {
    for (const [timer, { dueAt, message }] of this.#retryTimers) {
      if (dueAt < this.#deadline) continue;
      clearTimeout(timer);
      this.#retryTimers.delete(timer);
      this.#giveUp(message);
    }
  }

  #giveUp(message: OutboxMessage): void {
    this.#undelivered.push(message);
    this.#close(message);
  }

  #close(message: OutboxMessage): void {
    this.#open.delete(message);
    if (this.#open.size === 0) this.#onQuiet?.();
  }

  /** Calls off what is under way or waiting, and returns it. */
  #stop(): readonly OutboxMessage[] {
    this.#end.abort();
    for (const timer of this.#retryTimers.keys()) clearTimeout(timer);
    this.#retryTimers.clear();
    this.#waiting.clear();
    return [...this.#open];
  }

  #quietOrTimeout(budgetMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, budgetMs);
      this.#onQuiet = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
