import { ConfitureError } from '../../errors.js';

/** Finds the scopes of the token with this text; null for one that may not be used any more. */
export type TokenLookup = (
  text: string,
  address: string,
) => Promise<{ readonly scopes: readonly string[] } | null>;

/** Whose stream it is. */
export interface StreamToken {
  readonly id: string;
  /** Text of the token, to look it up again. */
  readonly text: string;
  readonly address: string;
}

const MOST_PER_TOKEN = 10;
const CHECK_MS = 1_000;

interface OpenStream {
  readonly token: StreamToken;
  readonly end: AbortController;
}

/** The streams that are open here. One whose token is revoked or expires ends at the next check. */
export class OpenStreams {
  readonly #findToken: TokenLookup;
  readonly #streams = new Set<OpenStream>();
  #timer: NodeJS.Timeout | undefined;

  constructor(findToken: TokenLookup) {
    this.#findToken = findToken;
  }

  /** Counts a stream; `signal` aborts when it is to end. @throws RATE_LIMITED where the token has too many. */
  open(token: StreamToken): { readonly signal: AbortSignal; readonly closed: () => void } {
    const count = [...this.#streams].filter((stream) => stream.token.id === token.id).length;
    if (count >= MOST_PER_TOKEN) throw tooMany();
    const stream: OpenStream = { token, end: new AbortController() };
    this.#streams.add(stream);
    this.#timer ??= setInterval(() => void this.check(), CHECK_MS).unref();
    return {
      signal: stream.end.signal,
      closed: () => {
        this.#streams.delete(stream);
        if (this.#streams.size > 0) return;
        clearInterval(this.#timer);
        this.#timer = undefined;
      },
    };
  }

  /** Ends the streams of tokens that may not be used any more; a database that does not answer ends none. */
  async check(): Promise<void> {
    const tokens = new Map([...this.#streams].map(({ token }) => [token.text, token]));
    for (const { text, address } of tokens.values()) {
      const found = await this.#findToken(text, address).catch(() => undefined);
      if (found !== null && (found === undefined || found.scopes.includes('read'))) continue;
      for (const { token, end } of this.#streams) if (token.text === text) end.abort();
    }
  }
}

function tooMany(): ConfitureError {
  return new ConfitureError('RATE_LIMITED', `the token has ${MOST_PER_TOKEN} streams open already`, {
    hint: 'Close one of them, or use one stream with several types.',
    details: { headers: { 'retry-after': '10' } },
  });
}
