import { performance } from 'node:perf_hooks';
import { loadSyntax } from './parse-statement.js';

/** A server nearby answers sooner, and may well have nothing to apply. */
const IDLE_MS = 25;

/**
 * Settles as `waiting` does. Where the process has stood idle for longer than with a server nearby, PostgreSQL's parser is
 * loaded meanwhile and called once, which compiles most of it: pending files then need not wait for it. Time in which the
 * process itself is at work does not count: on a busy machine that would load the parser for runs with nothing to do. A
 * fault in the parser comes up where it is used.
 */
export async function loadMeanwhile<T>(
  waiting: Promise<T>,
  load = loadSyntax,
  idleMs: () => number = () => performance.eventLoopUtilization().idle,
): Promise<T> {
  let isOver = false;
  const use = (errorIn: Awaited<ReturnType<typeof load>>) => isOver || errorIn('select 1');
  const startMs = idleMs();
  const check = (): NodeJS.Timeout | undefined => {
    const missingMs = IDLE_MS - (idleMs() - startMs);
    if (missingMs > 0)
      return setTimeout(() => {
        timer = check();
      }, Math.ceil(missingMs));
    void load().then(use, () => {});
    return undefined;
  };
  let timer = check();
  try {
    return await waiting;
  } finally {
    isOver = true;
    clearTimeout(timer);
  }
}
