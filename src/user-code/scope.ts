import { AsyncLocalStorage } from 'node:async_hooks';
import { pathToFileURL } from 'node:url';

/** Code of the project that is being run: a hook, or the file it or the configuration stands in. */
export interface UserCode {
  /** Told of each error in it that no promise and no caller took. Must not throw. */
  onUncaught(thrown: unknown): void;
}

/** Told of an error and the code it comes from, for instance `hook audit`. */
export type UncaughtListener = (code: string, thrown: unknown) => void;

const running = new AsyncLocalStorage<UserCode>();
const files = new Map<string, UserCode>();

/** Runs `work`, with all that it starts and leaves behind, as a part of `code`. */
export function runUserCode<T>(code: UserCode, work: () => T): T {
  return running.run(code, work);
}

/** Has errors whose trace leads to `file` (an absolute path) count as those of `code`, where nothing else says whose they are. */
export function ownFile(file: string, code: UserCode): void {
  files.set(file, code);
}

/** The code of the user that is running now, also in a callback of what it started. */
export function runningUserCode(): UserCode | undefined {
  return running.getStore();
}

/**
 * The code that an uncaught error comes from; undefined where it is no user's. Node 20 forgets who queued a microtask,
 * so the trace decides there.
 */
export function userCodeOf(thrown: unknown): UserCode | undefined {
  return running.getStore() ?? byTrace(traceOf(thrown));
}

function byTrace(trace: string): UserCode | undefined {
  const entries = [...files].filter(([file]) =>
    [pathToFileURL(file).href, file].some((place) => trace.includes(`${place}:`)),
  );
  return entries[0]?.[1];
}

/** Never throws: `thrown` may be a proxy, or have a getter that throws. */
function traceOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? String(thrown.stack) : '';
  } catch {
    return '';
  }
}
