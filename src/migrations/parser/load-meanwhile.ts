import { loadSyntax } from './parse-statement.js';

/** A server nearby answers sooner, and may well have nothing to apply. */
const DELAY_MS = 25;

/**
 * Settles as `waiting` does. Where that takes longer than with a server nearby, PostgreSQL's parser is loaded meanwhile and
 * called once, which compiles most of it: pending files then need not wait for it. A fault in it comes up where it is used.
 */
export async function loadMeanwhile<T>(waiting: Promise<T>, load = loadSyntax): Promise<T> {
  let isOver = false;
  const use = (errorIn: Awaited<ReturnType<typeof load>>) => isOver || errorIn('select 1');
  const timer = setTimeout(() => void load().then(use, () => {}), DELAY_MS);
  try {
    return await waiting;
  } finally {
    isOver = true;
    clearTimeout(timer);
  }
}
