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

export interface CourierOptions extends Omit<AttemptOptions, 'stop'> {
  readonly hooks: readonly OutboxHook[];
  /** Attempts under way at once: for each target, and for all together. */
  readonly perTarget: number;
  readonly together: number;
  /** False where the leases may be lost: nothing new is started then. */
  readonly isLeaseSure: () => boolean;
  /** Called when something would be started and the leases may be lost; `resume` is to follow. */
  readonly onDoubt: () => void;
  /** Called for each end; must not throw. */
  readonly onFinished: (attempt: FinishedAttempt) => void;
}

/** Longer lists would keep too much from other workers. */
const MOST_IN_HAND = 512;

/**
 * Makes the attempts of the deliveries it is given, several at once. Targets do not wait for each other:
 * one that hangs holds up its own deliveries only.
 */
export class Courier {
  readonly #options: CourierOptions;
  readonly #hooks: ReadonlyMap<string, OutboxHook>;
  readonly #lanes = new Map<string, Lane>();
  readonly #stop = new AbortController();
  readonly #unwanted: string[] = [];
  #underWay = 0;
  #isPaused = false;

  constructor(options: CourierOptions) {
    this.#options = options;
    this.#hooks = new Map(options.hooks.map((hook) => [hook.name, hook]));
    // Every attempt listens to it; Node warns at the eleventh otherwise.
    setMaxListeners(0, this.#stop.signal);
  }

  /** Deliveries that are waiting or under way here. */
  get inHand(): number {
    let sum = 0;
    for (const { waiting, started } of this.#lanes.values()) sum += waiting.length + started.size;
    return sum;
  }

  /** Ids of what is waiting or under way here, or was let go of and not yet taken with `takeUnwanted`. */
  ids(): string[] {
    const held = [...this.#lanes.values()].flatMap(({ waiting, started }) => [
      ...waiting.map(({ id }) => id),
      ...started,
    ]);
    return [...held, ...this.#unwanted];
  }

  get underWay(): number {
    return this.#underWay;
  }

  /** True where more is waiting here for the target of `delivery`. */
  hasMoreFor(delivery: ClaimedDelivery): boolean {
    return this.#laneOf(delivery).waiting.length > 0;
  }

  /** True where nothing more can be started soon, because all targets have kept what they had waiting. */
  get isFull(): boolean {
    const lanes = [...this.#lanes.values()];
    return lanes.length > 0 && lanes.every(({ waiting }) => waiting.length >= this.#options.perTarget);
  }

  /** False where a target that is being sent to will soon have nothing left to start. */
  get hasEnough(): boolean {
    return [...this.#lanes.values()].every(
      ({ waiting, started, appetite, hasMoved }) =>
        (started.size === 0 && !hasMoved) || waiting.length > appetite / 2,
    );
  }

  /**
   * What each target can take on top of what it has in hand. Whoever has used up most of what it was given gets twice
   * as much the next time, whoever has not started anything since gets half: fast targets are asked about seldom, and
   * slow ones keep little from other workers.
   */
  rooms(): Room[] {
    return [...this.#lanes.values()].map((lane) => {
      const { hook, target, waiting, started } = lane;
      if (!lane.hasMoved) lane.appetite = Math.max(this.firstRoom, lane.appetite / 2);
      else if (waiting.length < lane.appetite / 4) lane.appetite = Math.min(MOST_IN_HAND, lane.appetite * 2);
      lane.hasMoved = false;
      return { hook, target, room: Math.max(0, lane.appetite - waiting.length - started.size) };
    });
  }

  /** What a target can take that nothing is known of. */
  get firstRoom(): number {
    return 2 * this.#options.perTarget;
  }

  take(deliveries: readonly ClaimedDelivery[]): void {
    for (const delivery of deliveries) this.#laneOf(delivery).waiting.push(delivery);
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

  /** Lets go of what has not been started and is not in `ids`. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const lane of this.#lanes.values()) {
      lane.waiting = lane.waiting.filter(({ id }) => ids.has(id));
    }
  }

  /** Lets go of everything that has not been started. */
  dropWaiting(): void {
    for (const lane of this.#lanes.values()) lane.waiting = [];
  }

  /** Ids of what was let go of since the last call, because its target wants no more or not now. */
  takeUnwanted(): string[] {
    return this.#unwanted.splice(0);
  }

  /** Calls off what is under way: it ends without a result. */
  abort(): void {
    this.pause();
    this.#stop.abort();
  }

  #laneOf({ hook, message: { target } }: ClaimedDelivery): Lane {
    const key = JSON.stringify([hook, target]);
    const known = this.#lanes.get(key) ?? {
      hook,
      target,
      waiting: [],
      started: new Set(),
      appetite: this.firstRoom,
      hasMoved: false,
    };
    this.#lanes.set(key, known);
    return known;
  }

  /** Whoever has least under way is next, or targets that hang would take all the places there are. */
  #pump(): void {
    const { perTarget, together } = this.#options;
    while (!this.#isPaused && this.#underWay < together) {
      const ready = [...this.#lanes.values()].filter(
        ({ waiting, started }) => waiting.length > 0 && started.size < perTarget,
      );
      const [first, ...others] = ready;
      if (first === undefined) return;
      const lane = others.reduce(
        (least, each) => (each.started.size < least.started.size ? each : least),
        first,
      );
      if (!this.#options.isLeaseSure()) {
        this.#options.onDoubt();
        return;
      }
      const next = lane.waiting.shift();
      if (next) void this.#attempt(next, lane);
    }
  }

  async #attempt(delivery: ClaimedDelivery, lane: Lane): Promise<void> {
    lane.started.add(delivery.id);
    lane.hasMoved = true;
    this.#underWay += 1;
    const startedMs = performance.now();
    const hook = this.#hooks.get(delivery.hook);
    const result = hook && (await makeAttempt(hook, delivery, { ...this.#options, stop: this.#stop.signal }));
    lane.started.delete(delivery.id);
    this.#underWay -= 1;
    if (result?.effect) this.#unwanted.push(...lane.waiting.splice(0).map(({ id }) => id));
    if (result) {
      const durationMs = Math.round(performance.now() - startedMs);
      this.#options.onFinished({ delivery, result, durationMs });
    }
    this.#pump();
  }
}

interface Lane {
  readonly hook: string;
  readonly target: string;
  waiting: ClaimedDelivery[];
  readonly started: Set<string>;
  /** How many to have in hand at once. */
  appetite: number;
  /** Whether anything was started since it was last asked what it can take. */
  hasMoved: boolean;
}
