import { Duplex } from 'node:stream';

/** What this needs of PGlite: one buffer of protocol messages in, the server's answers out in pieces. */
export interface ProtocolEngine {
  execProtocolRawStream(
    message: Uint8Array,
    options: { onRawData: (data: Uint8Array) => void },
  ): Promise<void>;
}

/** The engine failed, or stopped before its answer was complete; its own words are the `cause`. */
export class EmbeddedCrash extends Error {
  constructor(cause: unknown) {
    super('the embedded database has crashed', { cause });
    this.name = 'EmbeddedCrash';
  }
}

const TERMINATE = 0x58;
/** ReadyForQuery without its last byte, the transaction status. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5]);

/**
 * A socket-shaped stream over the embedded database, so that the ordinary driver can talk to it.
 * Messages that were corked together are handed over together: the engine cannot be asked for more in
 * the middle of a COPY. An engine that fails, or stops before its answer is complete, has crashed: it is
 * never asked again, and the stream ends with an error, as a broken link does.
 */
export class EmbeddedStream extends Duplex {
  readonly #engine: ProtocolEngine;

  constructor(engine: ProtocolEngine) {
    super();
    this.#engine = engine;
  }

  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): void {}

  setKeepAlive(): void {}

  ref(): void {}

  unref(): void {}

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#exchange(chunk, done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#exchange(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.push(null);
    done();
  }

  /** Terminate is for server processes: it would end the engine, which is closed in its own way. */
  #exchange(message: Buffer, done: (error?: Error | null) => void): void {
    if (message[0] === TERMINATE) {
      done();
      return;
    }
    this.#ask(message).then(
      () => done(),
      (cause: unknown) => done(new EmbeddedCrash(cause)),
    );
  }

  /**
   * The driver must not be answered before its write has returned. Faults of the reader are its own, and are told
   * when the exchange has ended.
   */
  async #ask(message: Buffer): Promise<void> {
    await Promise.resolve();
    let end: Buffer = Buffer.alloc(0);
    let fault: unknown;
    const onRawData = (data: Uint8Array) => {
      const answer = Buffer.from(data);
      end = Buffer.concat([end, answer.subarray(-READY.length - 1)]).subarray(-READY.length - 1);
      try {
        this.push(answer);
      } catch (error) {
        fault ??= error;
      }
    };
    await this.#engine.execProtocolRawStream(message, { onRawData });
    if (fault !== undefined) throw fault;
    if (end.length <= READY.length || !end.subarray(0, READY.length).equals(READY))
      throw new Error('its answer is incomplete');
  }
}
