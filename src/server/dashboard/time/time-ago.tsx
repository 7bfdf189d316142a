import { useEffect, useState } from 'react';
import { exactTime } from './exact-time.js';
import { nextChangeMs, relativeTime } from './relative-time.js';
import { serverNow } from './server-clock.js';
import { useTimeZone } from './time-zone.js';

/** A moment as `3 min ago`, with the exact one in its title; `none` stands where there is no moment. */
export function TimeAgo({ at, none = '–' }: { readonly at: string | null; readonly none?: string }) {
  const zone = useTimeZone();
  const atMs = at === null ? null : Date.parse(at);
  useClock(atMs);
  if (at === null || atMs === null) return <span>{none}</span>;
  return (
    <time dateTime={at} title={exactTime(atMs, zone)}>
      {relativeTime(atMs, serverNow())}
    </time>
  );
}

/** Draws again whenever the text of the moment can have changed. */
function useClock(atMs: number | null): void {
  const [, tick] = useState(0);
  useEffect(() => {
    if (atMs === null) return;
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      timer = setTimeout(
        () => {
          tick((count) => count + 1);
          wait();
        },
        nextChangeMs(atMs, serverNow()),
      );
    };
    wait();
    return () => clearTimeout(timer);
  }, [atMs]);
}
