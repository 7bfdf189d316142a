import { setTimeout as pause } from 'node:timers/promises';

const MOST_LOOKS = 600;
const BETWEEN_LOOKS_MS = 100;

/** Looks until it is so; fails, and says what was awaited, where that takes a minute. */
export async function until(condition, isSo, signal) {
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    if (await isSo()) return;
    await pause(BETWEEN_LOOKS_MS, null, { signal });
  }
  throw new Error(`It did not happen in time that ${condition}`);
}
