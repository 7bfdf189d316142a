import { Worker } from 'node:worker_threads';
import { ENGINE_FILE } from './engine-file.js';
import type { EngineAnswer, EngineFault, EngineRequest, EngineThreadData } from './engine-messages.js';
import type { ProtocolEngine } from './stream.js';

/** The engine failed, or its thread ended. `code` is one of the operating system or of Node, where there is one. */
export class EngineError extends Error {
  readonly code: string | null;

  constructor({ code, message }: EngineFault) {
    super(message);
    this.name = 'EngineError';
    this.code = code;
  }
}

interface Waiting {
  readonly onData: (data: Uint8Array) => void;
  readonly resolve: () => void;
  readonly reject: (error: EngineError) => void;
}

/** An exchange that is about to end by itself, as a commit is, is let end. */
const INTERRUPT_GRACE_MS = 250;
const CLOSE_TIMEOUT_MS = 10_000;
const ENDED: EngineFault = { code: null, message: 'the engine of the embedded database has ended' };

/**
 * The embedded database in its thread. It cannot be cancelled: what interrupts a statement is the end of the thread,
 * which is for the files what the end of a server process is. The next engine that opens them rolls back.
 */
export class Engine implements ProtocolEngine {
  /** Resolves when the thread has ended, for whatever reason: nothing touches the files any more. */
  readonly ended: Promise<void>;
  readonly #worker: Worker;
  readonly #unread = new Int32Array(new SharedArrayBuffer(4));
  #waiting: Waiting | undefined;
  #fault: EngineFault | undefined;
  #interrupting: Promise<void> | undefined;

  constructor() {
    const workerData: EngineThreadData = { unread: this.#unread.buffer as SharedArrayBuffer };
    // What the engine prints is about its inside, and stdout belongs to the command.
    this.#worker = new Worker(ENGINE_FILE, { workerData, stdout: true, stderr: true });
    this.#worker.stdout.resume();
    this.#worker.stderr.resume();
    this.#worker.on('message', this.#take).on('error', ({ code, message }: NodeJS.ErrnoException) => {
      this.#fault = { code: code ?? null, message };
    });
    this.ended = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.#fault ??= ENDED;
        this.#settle(({ reject }) => reject(new EngineError(this.#fault ?? ENDED)));
        resolve();
      });
    });
  }

  /** Makes a database in a directory that is there and empty. */
  make(directory: string): Promise<void> {
    return this.#request({ kind: 'make', directory });
  }

  open(directory: string): Promise<void> {
    return this.#request({ kind: 'open', directory });
  }

  execProtocolRawStream(
    message: Uint8Array,
    { onRawData }: { readonly onRawData: (data: Uint8Array) => void },
  ): Promise<void> {
    const answered = this.#request({ kind: 'ask', message }, onRawData);
    answered.catch(this.#crash);
    return answered;
  }

  /** Ends the thread where it is still at the same exchange after a moment; does nothing where it is idle. */
  interrupt(): Promise<void> {
    this.#interrupting ??= this.#interrupt(this.#waiting).finally(() => {
      this.#interrupting = undefined;
    });
    return this.#interrupting;
  }

  /** Writes the last changes and ends; an engine at work is terminated. Never rejects. */
  async close(): Promise<void> {
    if (this.#waiting || this.#fault) return this.terminate();
    const timer = setTimeout(() => void this.terminate(), CLOSE_TIMEOUT_MS);
    await this.#request({ kind: 'close' }).catch(() => {});
    clearTimeout(timer);
    await this.terminate();
  }

  /** Never rejects. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
    await this.ended;
  }

  async #interrupt(exchange: Waiting | undefined): Promise<void> {
    if (exchange === undefined) return;
    const deadline = performance.now() + INTERRUPT_GRACE_MS;
    while (this.#waiting === exchange && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 10));
    if (this.#waiting === exchange) await this.terminate();
  }

  #request(request: EngineRequest, onData: (data: Uint8Array) => void = () => {}): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#fault) return reject(new EngineError(this.#fault));
      this.#waiting = { onData, resolve, reject };
      this.#worker.postMessage(request);
    });
  }

  readonly #take = (answer: EngineAnswer): void => {
    if (answer.kind === 'data') {
      Atomics.sub(this.#unread, 0, answer.data.byteLength);
      Atomics.notify(this.#unread, 0);
      this.#waiting?.onData(answer.data);
    } else if (answer.kind === 'done') {
      this.#settle(({ resolve }) => resolve());
    } else {
      this.#settle(({ reject }) => reject(new EngineError(answer.fault)));
    }
  };

  /** An engine that could not end an exchange is never asked again, and keeps no other from the files. */
  readonly #crash = ({ code, message }: EngineError): void => {
    this.#fault ??= { code, message };
    void this.terminate();
  };

  #settle(settle: (waiting: Waiting) => void): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) settle(waiting);
  }
}
