/** A wait that can be ended from outside. A call made while nobody waits is kept for the next wait. */
export class Wake {
  #isCalled = false;
  #end: (() => void) | undefined;

  call = (): void => {
    this.#isCalled = true;
    this.#end?.();
  };

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
