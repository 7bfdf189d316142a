/** A wait that can be ended from outside. A call made while there is no wait is kept for the next one. */
export class Wake {
  #isCalled = false;
  #later: NodeJS.Timeout | undefined;
  #end: (() => void) | undefined;

  call = (): void => {
    clearTimeout(this.#later);
    this.#later = undefined;
    this.#isCalled = true;
    this.#end?.();
  };

  /** Calls after `ms` at the latest. */
  callWithin(ms: number): void {
    this.#later ??= setTimeout(this.call, ms);
  }

  /** Resolves after `ms`, or as soon as `call` is called. */
  async wait(ms: number): Promise<void> {
    if (!this.#isCalled) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#end = undefined;
    this.#isCalled = false;
  }
}
