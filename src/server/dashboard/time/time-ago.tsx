import { exactTime } from './exact-time.js';
import { relativeTime } from './relative-time.js';
import { serverNow } from './server-clock.js';
import { useTimeZone } from './time-zone.js';
import { useClock } from './use-clock.js';

/** A moment as `3 min ago`, with the exact one in its title; `none` stands where there is no moment. */
export function TimeAgo({ at, none = '–' }: { readonly at: string | null; readonly none?: string }) {
  const zone = useTimeZone();
  const atMs = at === null ? null : Date.parse(at);
  useClock(atMs, serverNow);
  if (at === null || atMs === null) return <span>{none}</span>;
  return (
    <time dateTime={at} title={exactTime(atMs, zone)}>
      {relativeTime(atMs, serverNow())}
    </time>
  );
}
