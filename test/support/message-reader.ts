/** Code of the packet with which a client asks for TLS. */
export const SSL_REQUEST = 80_877_103;

/** Cuts a stream into messages; a client's begins with packets that have no tag, up to its startup packet. */
export class MessageReader {
  readonly #onMessage: (message: Buffer) => void;
  readonly #untaggedBefore: number | null;
  #isTagged: boolean;
  #rest: Buffer = Buffer.alloc(0);

  constructor(onMessage: (message: Buffer) => void, untaggedBefore: number | null = null) {
    this.#onMessage = onMessage;
    this.#untaggedBefore = untaggedBefore;
    this.#isTagged = untaggedBefore === null;
  }

  push(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    for (let message = this.#cut(); message; message = this.#cut()) {
      if (!this.#isTagged) this.#isTagged = message.readInt32BE(4) !== this.#untaggedBefore;
      this.#onMessage(message);
    }
  }

  #cut(): Buffer | null {
    const tag = this.#isTagged ? 1 : 0;
    if (this.#rest.length < tag + 4) return null;
    const end = tag + this.#rest.readInt32BE(tag);
    if (this.#rest.length < end) return null;
    const message = this.#rest.subarray(0, end);
    this.#rest = this.#rest.subarray(end);
    return message;
  }
}
