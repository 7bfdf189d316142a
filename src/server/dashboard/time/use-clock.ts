import { useEffect, useState } from 'react';
import { nextChangeMs } from './relative-time.js';

/** Draws again whenever the text of a moment can have changed; `now` is the clock that the moment is of. */
export function useClock(atMs: number | null, now: () => number): void {
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
        nextChangeMs(atMs, now()),
      );
    };
    wait();
    return () => clearTimeout(timer);
  }, [atMs, now]);
}
