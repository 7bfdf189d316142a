import { useMemo } from 'react';
import { exactTime } from './exact-time.js';
import { relativeTime } from './relative-time.js';
import { useTimeZone } from './time-zone.js';
import { useClock } from './use-clock.js';

/** A clock that only goes on: no setting of the time moves it. */
const elapsed = () => performance.now();

/**
 * The time until `at`, of which the server says that `seconds` were left at its answer. It is counted from when that
 * came, so that neither the clock of the browser nor that of the server has to be right.
 */
export function TimeLeft({ at, seconds }: { readonly at: string; readonly seconds: number }) {
  const zone = useTimeZone();
  const until = useMemo(() => elapsed() + seconds * 1_000, [seconds]);
  useClock(until, elapsed);
  return (
    <time dateTime={at} title={exactTime(Date.parse(at), zone)}>
      {relativeTime(until, elapsed())}
    </time>
  );
}
