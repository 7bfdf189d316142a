import { userCodeOf } from '../../user-code/scope.js';

/** What this needs of `process`. */
export interface UncaughtSource {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (thrown: unknown) => void): unknown;
}

/**
 * Takes the errors that no promise and no caller took. Those of the user's code go to the code's own listener, and
 * nothing else comes of them: an observer must not end a run. The first of Confiture's own aborts the signal that is
 * returned, with the error as its reason.
 */
export function watchUncaught(source: UncaughtSource): AbortSignal {
  const crash = new AbortController();
  const take = (thrown: unknown) => {
    const code = userCodeOf(thrown);
    if (code === undefined) crash.abort(thrown ?? new Error(`Something threw ${thrown}.`));
    else code.onUncaught(thrown);
  };
  source.on('uncaughtException', take);
  source.on('unhandledRejection', take);
  return crash.signal;
}
