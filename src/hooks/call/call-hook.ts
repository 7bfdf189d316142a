import type { HookContext } from '../define/hook.js';
import type { CheckedHook } from '../define/inspect-hook.js';

/** Calls `elapsed` once after `ms` milliseconds, unless the function it returns is called before. */
export type StartTimer = (ms: number, elapsed: () => void) => () => void;

/** How a call went wrong. */
export type HookFailure =
  | { readonly kind: 'threw'; readonly thrown: unknown }
  | { readonly kind: 'timed-out' };

export type HookOutcome = HookFailure | { readonly kind: 'done' };

/**
 * Calls a hook and waits for it no longer than its `timeoutMs`. A hook that takes longer is left behind: JavaScript
 * cannot stop it, and what it does or throws later is ignored. Rejects only with the reason of `signal`, once that
 * aborts.
 */
export function callHook(
  hook: CheckedHook,
  context: HookContext,
  startTimer: StartTimer,
  signal?: AbortSignal,
): Promise<HookOutcome> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      stopTimer();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort, { once: true });
    const answer = (outcome: HookOutcome) => {
      signal?.removeEventListener('abort', abort);
      resolve(outcome);
    };
    const stopTimer = startTimer(hook.timeoutMs, () => answer({ kind: 'timed-out' }));
    const settle = (outcome: HookOutcome) => {
      stopTimer();
      answer(outcome);
    };
    new Promise<void>((done) => done(hook.run(context))).then(
      () => settle({ kind: 'done' }),
      (thrown: unknown) => settle({ kind: 'threw', thrown }),
    );
  });
}

/** Node's own timer. It keeps the process alive, or a run would end in the middle of a hook that waits. */
export const startTimeout: StartTimer = (ms, elapsed) => {
  const timeout = setTimeout(elapsed, ms);
  return () => clearTimeout(timeout);
};
