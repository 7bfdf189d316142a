import { setMaxListeners } from 'node:events';
import type { AttemptResult, OutboxHook } from '../../hooks/define/outbox-hook.js';
import type { ClaimedDelivery, Room } from '../store/claim.js';
import { type AttemptOptions, makeAttempt } from './attempt.js';

/** An attempt that was made, and how it ended. */
export interface FinishedAttempt {
  readonly delivery: ClaimedDelivery;
  readonly result: AttemptResult;
  readonly durationMs: number;
}

export interface DispatcherOptions extends Omit<AttemptOptions, 'stop'> {
  readonly hooks: readonly OutboxHook[];
  /** Attempts in flight at once: for each endpoint, and for all together. */
  readonly maxPerEndpoint: number;
  readonly maxConcurrency: number;
  /** False where the leases may be lost, or the worker is to end: nothing new is started then. */
  readonly mayStart: () => boolean;
  /** Called when something would be started and may not; `resume` is to follow where it may again. */
  readonly onDoubt: () => void;
  /** Called for each end; must not throw. */
  readonly onFinished: (attempt: FinishedAttempt) => void;
}

/** Longer lists would keep too much from other workers. */
const MAX_PREFETCH = 512;

/**
 * Makes the attempts of the deliveries it is given, several at once. Endpoints do not wait for each other:
 * one that hangs holds up its own deliveries only.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #hooks: ReadonlyMap<string, OutboxHook>;
  readonly #queues = new Map<string, EndpointQueue>();
  readonly #stop = new AbortController();
  readonly #rejected: string[] = [];
  #inFlight = 0;
  #isPaused = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#hooks = new Map(options.hooks.map((hook) => [hook.name, hook]));
    // Every attempt listens to it; Node warns at the eleventh otherwise.
    setMaxListeners(0, this.#stop.signal);
  }

  /** Deliveries that wait or are in flight here. */
  get held(): number {
    let sum = 0;
    for (const { waiting, started } of this.#queues.values()) sum += waiting.length + started.size;
    return sum;
  }

  /** Ids of deliveries that wait or are in flight here, or were rejected and not yet taken with `takeRejected`. */
  ids(): string[] {
    const held = [...this.#queues.values()].flatMap(({ waiting, started }) => [
      ...waiting.map(({ id }) => id),
      ...started,
    ]);
    return [...held, ...this.#rejected];
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** True where more is waiting here for the endpoint of `delivery`. */
  hasMoreFor(delivery: ClaimedDelivery): boolean {
    return this.#queueOf(delivery).waiting.length > 0;
  }

  /** True where nothing more can be started soon, because all endpoints have kept what they had waiting. */
  get isFull(): boolean {
    const queues = [...this.#queues.values()];
    return queues.length > 0 && queues.every(({ waiting }) => waiting.length >= this.#options.maxPerEndpoint);
  }

  /** False where an endpoint that is being sent to will soon have nothing left to start. */
  get hasEnough(): boolean {
    return [...this.#queues.values()].every(
      ({ waiting, started, prefetch, hasMoved }) =>
        (started.size === 0 && !hasMoved) || waiting.length > prefetch / 2,
    );
  }

  /**
   * How many more deliveries each endpoint can take. An endpoint that has used up most of its last share gets twice as
   * many the next time, one that has not started any since gets half: fast endpoints are asked about seldom, and slow
   * ones keep little from other workers.
   */
  rooms(): Room[] {
    return [...this.#queues.values()].map((queue) => {
      const { hook, endpoint, waiting, started } = queue;
      if (!queue.hasMoved) queue.prefetch = Math.max(this.firstRoom, queue.prefetch / 2);
      else if (waiting.length < queue.prefetch / 4)
        queue.prefetch = Math.min(MAX_PREFETCH, queue.prefetch * 2);
      queue.hasMoved = false;
      return { hook, endpoint, room: Math.max(0, queue.prefetch - waiting.length - started.size) };
    });
  }

  /** What an endpoint can take that nothing is known of. */
  get firstRoom(): number {
    return 2 * this.#options.maxPerEndpoint;
  }

  take(deliveries: readonly ClaimedDelivery[]): void {
    for (const delivery of deliveries) this.#queueOf(delivery).waiting.push(delivery);
    this.#pump();
  }

  /** Starts nothing new until `resume`. */
  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#pump();
  }

  /** Drops deliveries that have not been started and are not in `ids`. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const queue of this.#queues.values()) {
      queue.waiting = queue.waiting.filter(({ id }) => ids.has(id));
    }
  }

  /** Drops every delivery that has not been started. */
  dropWaiting(): void {
    for (const queue of this.#queues.values()) queue.waiting = [];
  }

  /** Ids of deliveries rejected since the last call: their endpoint wants no more or not now, or cannot be reached. */
  takeRejected(): string[] {
    return this.#rejected.splice(0);
  }

  /** Calls off attempts in flight: they end without a result. */
  abort(): void {
    this.pause();
    this.#stop.abort();
  }

  #queueOf({ hook, message: { endpoint } }: ClaimedDelivery): EndpointQueue {
    const key = JSON.stringify([hook, endpoint]);
    const known = this.#queues.get(key) ?? {
      hook,
      endpoint,
      waiting: [],
      started: new Set(),
      prefetch: this.firstRoom,
      hasMoved: false,
    };
    this.#queues.set(key, known);
    return known;
  }

  /** The endpoint with the fewest attempts in flight is next, or endpoints that hang would take all places. */
  #pump(): void {
    const { maxPerEndpoint, maxConcurrency } = this.#options;
    while (!this.#isPaused && this.#inFlight < maxConcurrency) {
      const ready = [...this.#queues.values()].filter(
        ({ waiting, started }) => waiting.length > 0 && started.size < maxPerEndpoint,
      );
      const [first, ...others] = ready;
      if (first === undefined) return;
      const queue = others.reduce(
        (least, each) => (each.started.size < least.started.size ? each : least),
        first,
      );
      if (!this.#options.mayStart()) {
        this.#options.onDoubt();
        return;
      }
      const next = queue.waiting.shift();
      if (next && this.#canSend(next)) void this.#attempt(next, queue);
      else if (next) this.#rejected.push(next.id);
    }
  }

  /**
   * False where the hook knows the endpoint no more, or lacks what sending there takes: since the delivery was claimed,
   * or because a run holds what it has made itself. No attempt is counted then, and others may take it.
   */
  #canSend({ hook, message: { endpoint } }: ClaimedDelivery): boolean {
    return this.#hooks.get(hook)?.endpoints?.().includes(endpoint) ?? true;
  }

  async #attempt(delivery: ClaimedDelivery, queue: EndpointQueue): Promise<void> {
    queue.started.add(delivery.id);
    queue.hasMoved = true;
    this.#inFlight += 1;
    const startedMs = performance.now();
    const hook = this.#hooks.get(delivery.hook);
    const result = hook && (await makeAttempt(hook, delivery, { ...this.#options, stop: this.#stop.signal }));
    queue.started.delete(delivery.id);
    this.#inFlight -= 1;
    if (result?.effect) this.#rejected.push(...queue.waiting.splice(0).map(({ id }) => id));
    if (result) {
      const durationMs = Math.round(performance.now() - startedMs);
      this.#options.onFinished({ delivery, result, durationMs });
    }
    this.#pump();
  }
}

interface EndpointQueue {
  readonly hook: string;
  readonly endpoint: string;
  waiting: ClaimedDelivery[];
  readonly started: Set<string>;
  /** How many to hold at once. */
  prefetch: number;
  /** Whether anything was started since it was last asked what it can take. */
  hasMoved: boolean;
}
