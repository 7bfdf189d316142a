import { Duplex } from 'node:stream';

/** What this needs of PGlite: one buffer of protocol messages in, the server's answers out. */
export interface ProtocolEngine {
  execProtocolRaw(message: Uint8Array): Promise<Uint8Array>;
}

const TERMINATE = 0x58;

/**
 * A socket-shaped stream over the embedded database, so that the ordinary driver can talk to it.
 * Messages that were corked together are handed over together: the engine cannot be asked for more in
 * the middle of a COPY.
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
    this.#engine.execProtocolRaw(message).then(
      (answer) => {
        if (answer.length > 0) this.push(Buffer.from(answer));
        done();
      },
      (error: Error) => done(error),
    );
  }
}
