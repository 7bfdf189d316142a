/**
 * The time as the server has it. Times left and times ago are seen from it, so that a browser whose clock is wrong
 * shows them right. The first answer sets it; later ones correct it where they differ by more than their resolution.
 */
let offsetMs = 0;
let isSet = false;

/** Resolution of the header `Date`, which has whole seconds. */
const RESOLUTION_MS = 1_500;

/** Takes the `Date` header of an answer that arrived at `receivedMs` by the browser's clock. */
export function noteServerTime(date: string | null, receivedMs: number): void {
  const at = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(at)) return;
  const found = at + 500 - receivedMs;
  if (isSet && Math.abs(found - offsetMs) < RESOLUTION_MS) return;
  offsetMs = found;
  isSet = true;
}

/** Milliseconds since the epoch, by the server's clock. */
export function serverNow(): number {
  return Date.now() + offsetMs;
}
