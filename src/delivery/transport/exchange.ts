import { setMaxListeners } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { RequestTiming } from './connect-times.js';
import type { Stage } from './outcome.js';

/** What came of one HTTP exchange, before anything is judged. */
export type ExchangeResult =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly body: Buffer;
      /** False where the body was cut, broke off, or took too long. */
      readonly complete: boolean;
      readonly timing: RequestTiming;
    }
  | { readonly kind: 'failed'; readonly error: unknown; readonly stage: Stage }
  | { readonly kind: 'timeout' | 'aborted'; readonly stage: Stage };

export interface ExchangeLimits {
  /** From the making of the exchange to its end, whatever happens; a name look-up counts. */
  readonly totalMs: number;
  /** From the head of the answer to the end of its body. */
  readonly bodyMs: number;
  readonly bodyBytes: number;
  /** Any of them ends the exchange. */
  readonly signals: readonly AbortSignal[];
  /** How long the connection took that was made for an exchange begun at `startedMs`; nothing where none was. */
  readonly connectTimesSince: (startedMs: number) => RequestTiming;
}

/** Informational answers (1xx) that are passed over before the receiver counts as broken. */
const MAX_INTERIM = 20;

/**
 * One request and its answer on an undici dispatcher. Always settles, never rejects. Once a final status has
 * arrived it stands: a body that never ends, breaks off or is too long is cut and its connection dropped.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly result: Promise<ExchangeResult>;
  readonly #limits: ExchangeLimits;
  readonly #chunks: Buffer[] = [];
  readonly #totalTimer: NodeJS.Timeout;
  readonly #onAbort = () => this.#stop('aborted');
  #resolve: (result: ExchangeResult) => void = () => {};
  #bodyTimer: NodeJS.Timeout | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #head: { readonly status: number; readonly headers: IncomingHttpHeaders } | undefined;
  readonly #startedMs = performance.now();
  #requestMs = this.#startedMs;
  #timing: RequestTiming = {};
  #size = 0;
  #interim = 0;
  #settled = false;

  constructor(limits: ExchangeLimits) {
    this.#limits = limits;
    this.result = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#totalTimer = setTimeout(() => this.#stop('timeout'), limits.totalMs);
    // Many exchanges share one signal; Node warns at the eleventh otherwise.
    setMaxListeners(0, ...limits.signals);
    for (const signal of limits.signals) {
      signal.addEventListener('abort', this.#onAbort);
      if (signal.aborted) this.#onAbort();
    }
  }

  get settled(): boolean {
    return this.#settled;
  }

  /** Ends it with a failure, from undici or from what comes before the dispatcher. */
  fail(error: unknown): void {
    this.#end({ kind: 'failed', error, stage: this.#stage });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#requestMs = performance.now();
    this.#timing = this.#limits.connectTimesSince(this.#startedMs);
    if (this.#settled) this.#drop();
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) {
      this.#passOver();
      return;
    }
    this.#head = { status, headers };
    this.#timing = { ...this.#timing, firstByteMs: Math.round(performance.now() - this.#requestMs) };
    this.#bodyTimer = setTimeout(() => this.#cut(), this.#limits.bodyMs);
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    const room = this.#limits.bodyBytes - this.#size;
    // A copy, so that a small rest does not keep undici's large chunk in memory.
    this.#chunks.push(Buffer.from(chunk.subarray(0, room)));
    this.#size += Math.min(chunk.length, room);
    if (chunk.length > room) this.#cut();
  }

  onResponseEnd(): void {
    const head = this.#head;
    if (!head) return;
    // undici frees the connection in an immediate of its own, made after this returns: a caller that
    // sends again at once would open another connection otherwise.
    queueMicrotask(() => setImmediate(() => this.#settle(this.#answer(head, true))));
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }

  get #stage(): Stage {
    return this.#controller ? 'response' : 'connect';
  }

  #passOver(): void {
    this.#interim += 1;
    if (this.#interim <= MAX_INTERIM) return;
    this.fail(Object.assign(new Error('too many informational answers'), { code: 'HPE_INTERIM_STORM' }));
    this.#drop();
  }

  #stop(kind: 'timeout' | 'aborted'): void {
    this.#end({ kind, stage: this.#stage });
    this.#drop();
  }

  /** Enough of the body: the rest is not waited for. */
  #cut(): void {
    this.#stop('aborted');
  }

  #drop(): void {
    this.#controller?.abort(new Error('no longer wanted'));
  }

  /** Settles with the status where one has arrived, else with `failure`. */
  #end(failure: ExchangeResult): void {
    this.#settle(this.#head ? this.#answer(this.#head, false) : failure);
  }

  #answer(head: { status: number; headers: IncomingHttpHeaders }, complete: boolean): ExchangeResult {
    return { kind: 'answered', ...head, body: Buffer.concat(this.#chunks), complete, timing: this.#timing };
  }

  #settle(result: ExchangeResult): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#totalTimer);
    clearTimeout(this.#bodyTimer);
    for (const signal of this.#limits.signals) signal.removeEventListener('abort', this.#onAbort);
    this.#resolve(result);
  }
}
