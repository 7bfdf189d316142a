import type { ServerResponse } from 'node:http';

/** A request that is being answered. */
interface OpenRequest {
  readonly tokenId: string;
  readonly controller: AbortController;
  readonly response: ServerResponse;
}

/** How long an answer may take to end by itself once it is told to. */
const END_MS = 1_000;

/** The requests that are being answered, so that those of a token, or all of them, can be ended. */
export class OpenRequests {
  readonly #open = new Set<OpenRequest>();
  #isStopping = false;

  /** Notes a request until its answer has ended; the signal aborts where it is to end early. */
  add(tokenId: string, response: ServerResponse): AbortSignal {
    const request: OpenRequest = { tokenId, controller: new AbortController(), response };
    this.#open.add(request);
    response.once('close', () => {
      this.#open.delete(request);
      request.controller.abort();
    });
    if (this.#isStopping) request.controller.abort();
    return request.controller.signal;
  }

  /** The tokens of which requests are open. */
  get tokenIds(): string[] {
    return [...new Set([...this.#open].map(({ tokenId }) => tokenId))];
  }

  /** Ends the requests of a token, and cuts those that do not end. */
  endOf(tokenId: string): void {
    for (const { controller, response } of [...this.#open].filter((each) => each.tokenId === tokenId)) {
      controller.abort();
      setTimeout(() => response.destroy(), END_MS).unref();
    }
  }

  /** Tells all requests, also later ones, that the server stops. */
  stop(): void {
    this.#isStopping = true;
    for (const { controller } of this.#open) controller.abort();
  }
}
