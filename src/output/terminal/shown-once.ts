import { sanitize } from './sanitize.js';

/** A secret that is printed on purpose, at the one moment at which it can be known: all other output masks it. */
export class ShownOnce {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** For a terminal. */
  get text(): string {
    return sanitize(this.#secret);
  }
}
