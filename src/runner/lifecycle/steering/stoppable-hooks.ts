import type { HookBus } from '../../../hooks/call/bus.js';

/** The hooks of a run, whose gates are not waited for any longer once `signal` aborts. */
export function stoppableHooks(hooks: HookBus, signal: AbortSignal): HookBus {
  return {
    ...hooks,
    runGate: (phase, context) => untilAborted(hooks.runGate(phase, context), signal),
  };
}

/** Rejects with the reason of `signal` where that aborts first; what `work` does later is ignored. */
function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
