const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Text of a moment seen from another, both in milliseconds since the epoch: `3 min ago`, `in 18 s`, `now`. */
export function relativeTime(atMs: number, nowMs: number): string {
  const seconds = Math.round((atMs - nowMs) / 1000);
  const distance = Math.abs(seconds);
  if (distance < 2) return 'now';
  const text = distanceText(distance);
  return seconds < 0 ? `${text} ago` : `in ${text}`;
}

function distanceText(seconds: number): string {
  if (seconds < MINUTE) return `${seconds} s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < 2 * DAY) return `${Math.floor(seconds / HOUR)} h`;
  return `${Math.floor(seconds / DAY)} days`;
}

/** Time after which the text of a moment can be another, in milliseconds. */
export function nextChangeMs(atMs: number, nowMs: number): number {
  const seconds = Math.abs(atMs - nowMs) / 1000;
  if (seconds < MINUTE) return 1_000;
  return seconds < HOUR ? 15_000 : 60_000;
}
