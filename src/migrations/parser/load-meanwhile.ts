import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { loadSyntax } from './parse-statement.js';

/** A server nearby answers sooner, and may well have nothing to apply. */
const IDLE_MS = 25;

/** PostgreSQL's parser, made ready while a slow server is waited for: pending files then need not wait for it. */
export interface ParserMeanwhile {
  /**
   * Settles as `waiting` does. Loads the parser where the process has stood idle for longer than with a server nearby. Time
   * in which the process itself is at work does not count: on a busy machine that would load the parser for runs with
   * nothing to do.
   */
  loadDuring<T>(waiting: Promise<T>): Promise<T>;
  /**
   * Settles as `waiting` does, the answer to a question that is on its way. Calls the parser once where it is loaded, which
   * compiles most of it without a pause: an answer that came meanwhile would wait, so it is not done while connecting.
   */
  callDuring<T>(waiting: Promise<T>): Promise<T>;
}

/** A fault in the parser comes up where it is used. */
export function createParserMeanwhile(
  load = loadSyntax,
  idleMs: () => number = () => performance.eventLoopUtilization().idle,
): ParserMeanwhile {
  let loaded: Awaited<ReturnType<typeof load>> | undefined;
  return {
    async loadDuring(waiting) {
      const startMs = idleMs();
      const check = (): NodeJS.Timeout | undefined => {
        const missingMs = IDLE_MS - (idleMs() - startMs);
        if (missingMs > 0)
          return setTimeout(() => {
            timer = check();
          }, Math.ceil(missingMs));
        const keep = (errorIn: typeof loaded) => {
          loaded = errorIn;
        };
        void load().then(keep, () => {});
        return undefined;
      };
      let timer = check();
      try {
        return await waiting;
      } finally {
        clearTimeout(timer);
      }
    },
    async callDuring(waiting) {
      if (loaded === undefined) return waiting;
      waiting.catch(() => {});
      // The question leaves first.
      await nextTurn();
      loaded('select 1');
      return waiting;
    },
  };
}
