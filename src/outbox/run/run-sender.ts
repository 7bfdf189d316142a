import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import type { Worker } from '../worker/worker.js';
import type { WorkerMode, WorkerOptions, WorkSource } from '../worker/worker-options.js';
import type { DrainBudget } from './drain-budget.js';
import type { OwnDeliveries } from './own-deliveries.js';
import type { RunOutboxOptions } from './run-outbox-options.js';

export interface RunSenderOptions {
  readonly options: RunOutboxOptions;
  /** The lease token that the records of the run were stored with. */
  readonly token: string;
  readonly source: WorkSource;
  readonly own: OwnDeliveries;
  readonly budget: DrainBudget;
  /** The session of the migrations where it is the only one there is and is not lost; else null. */
  readonly sharedSession: () => Connection | null;
  readonly scopeOf: (connection: Connection) => Promise<Scope>;
}

/** A worker that sends, and its end, which never rejects. */
interface SendingWorker {
  readonly worker: Worker;
  readonly ended: Promise<void>;
}

/** Sends what a run has committed. The engine is loaded when there is something to send for the first time. */
export class RunSender {
  readonly #options: RunSenderOptions;
  /** One for the whole run: a second with the same lease token would give back what the first one sends. */
  #work: Promise<SendingWorker> | undefined;

  constructor(options: RunSenderOptions) {
    this.#options = options;
  }

  get isSending(): boolean {
    return this.#work !== undefined;
  }

  /** Resolves when nothing is being sent any more; never rejects. */
  get ended(): Promise<void> {
    return Promise.resolve(this.#work).then(
      (work) => work?.ended,
      () => {},
    );
  }

  /** Has committed records sent: while migrations may follow, together with those that are committed in a moment. */
  async send(): Promise<void> {
    this.#work ??= this.#begin();
    const { worker } = await this.#work;
    if (this.#options.budget.endMs === null) worker.wakeSoon();
    else worker.wake();
  }

  async #begin(): Promise<SendingWorker> {
    const { budget } = this.#options;
    const { Worker } = await import('../worker/worker.js');
    const worker = new Worker(this.#workerOptions());
    // Errors were told to the watch already; deliveries that are left stay in the outbox.
    const ended = worker.run(this.#mode(), budget.stop, budget.cutOff).catch(() => {});
    return { worker, ended };
  }

  /** Sends until nothing is due any more or the budget is used up. */
  async drain(signal: AbortSignal): Promise<void> {
    const { options, own, budget } = this.#options;
    await this.send();
    const hurry = () => budget.hurry();
    const complain = () =>
      options.watch.databaseError(new Error('it did not answer within the time for sending'));
    if (signal.aborted) hurry();
    signal.addEventListener('abort', hurry, { once: true });
    budget.cutOff.addEventListener('abort', complain, { once: true });
    options.onDraining(own, options.drainTimeoutMs);
    await this.ended;
    signal.removeEventListener('abort', hurry);
    budget.cutOff.removeEventListener('abort', complain);
  }

  #workerOptions(): WorkerOptions {
    const { options, token, source, own, budget, sharedSession, scopeOf } = this.#options;
    return {
      ...options,
      token,
      source,
      isMoreToCome: () => budget.endMs === null,
      scopeOf,
      connect: async (signal) => sharedSession() ?? options.connectBeside(signal),
      isShared: (connection) => connection === sharedSession(),
      watch: own.watching(options.watch),
    };
  }

  #mode(): WorkerMode {
    const { budget, source } = this.#options;
    return {
      graceMs: budget.graceMs,
      maxFailures: 5,
      useNotify: false,
      shouldStop: (untilDueMs) => {
        if (budget.endMs === null || source.hasMore()) return false;
        return untilDueMs === null || performance.now() + untilDueMs > budget.endMs;
      },
    };
  }
}
