import { exactTime } from './exact-time.js';
import { relativeTime } from './relative-time.js';
import { serverNow } from './server-clock.js';
import { useTimeZone } from './time-zone.js';
import { useClock } from './use-clock.js';

interface TimeAgoProps {
  readonly at: string | null;
  /** Stands where there is no moment. */
  readonly none?: string;
  /** Stands where the moment has come, for what happens soon after: `due`. */
  readonly past?: string;
}

/** A moment as `3 min ago`, with the exact one in its title. */
export function TimeAgo({ at, none = '–', past }: TimeAgoProps) {
  const zone = useTimeZone();
  const atMs = at === null ? null : Date.parse(at);
  useClock(atMs, serverNow);
  if (at === null || atMs === null) return <span>{none}</span>;
  return (
    <time dateTime={at} title={exactTime(atMs, zone)}>
      {textOf(atMs, serverNow(), past)}
    </time>
  );
}

/** A moment that comes now has come: it has one word for both. */
function textOf(atMs: number, nowMs: number, past: string | undefined): string {
  const text = relativeTime(atMs, nowMs);
  return past !== undefined && (atMs <= nowMs || text === 'now') ? past : text;
}
