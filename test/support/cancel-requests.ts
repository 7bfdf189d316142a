import net from 'node:net';

/** Code of the packet with which a client asks for its statement to be cancelled. */
const CANCEL_REQUEST = 80_877_102;

/** What a server session is cancelled by. */
export interface SessionKey {
  readonly pid: number;
  readonly secret: number;
}

/** Passes the cancel requests of clients of a pooler on to the server, for the session that the client has then. */
export class CancelRequests {
  readonly #url: URL;
  readonly #keyOf = new Map<number, () => SessionKey | null>();

  constructor(url: string) {
    this.#url = new URL(url);
  }

  /** Knows a client by the process id that it was told. */
  add(told: number, keyOf: () => SessionKey | null): void {
    this.#keyOf.set(told, keyOf);
  }

  /** True for a packet that is a cancel request. */
  take(packet: Buffer): boolean {
    if (packet.readInt32BE(4) !== CANCEL_REQUEST) return false;
    const key = this.#keyOf.get(packet.readInt32BE(8))?.();
    if (!key) return true;
    const passed = Buffer.from(packet);
    passed.writeInt32BE(key.pid, 8);
    passed.writeInt32BE(key.secret, 12);
    net
      .connect(Number(this.#url.port), this.#url.hostname)
      .on('error', () => {})
      .end(passed)
      .resume();
    return true;
  }
}
