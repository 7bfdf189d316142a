import { ConfitureError } from '../../errors.js';

const MOST_PER_TOKEN = 10;

/** How many streams each token has open here. */
export class OpenStreams {
  readonly #counts = new Map<string, number>();

  /** Counts a stream until the function that it returns is called. @throws RATE_LIMITED where the token has too many. */
  open(tokenId: string): () => void {
    const count = this.#counts.get(tokenId) ?? 0;
    if (count >= MOST_PER_TOKEN) throw tooMany();
    this.#counts.set(tokenId, count + 1);
    return () => this.#close(tokenId);
  }

  #close(tokenId: string): void {
    const left = (this.#counts.get(tokenId) ?? 0) - 1;
    if (left > 0) this.#counts.set(tokenId, left);
    else this.#counts.delete(tokenId);
  }
}

function tooMany(): ConfitureError {
  return new ConfitureError('RATE_LIMITED', `the token has ${MOST_PER_TOKEN} streams open already`, {
    hint: 'Close one of them, or use one stream with several types.',
    details: { headers: { 'retry-after': '10' } },
  });
}
