import { ConfitureError } from '../../errors.js';

/** What this needs of `process`. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: () => void): unknown;
}

const CANCELLED = { SIGINT: 'CANCELLED_INTERRUPT', SIGTERM: 'CANCELLED_TERMINATE' } as const;

/**
 * Turns the first SIGINT or SIGTERM into an abort, so that the command can cancel its work on the server
 * and roll back. The second one calls `exitNow`: whatever is not committed by then is not lost, because it
 * was never promised.
 */
export function watchSignals(source: SignalSource, exitNow: (error: ConfitureError) => void): AbortSignal {
  const controller = new AbortController();
  for (const [signal, code] of Object.entries(CANCELLED) as [
    keyof typeof CANCELLED,
    ConfitureError['code'],
  ][]) {
    source.on(signal, () => {
      const error = new ConfitureError(code, `stopped by ${signal}`, {
        hint: 'What was committed stays; run the same command again to go on.',
      });
      if (controller.signal.aborted) exitNow(error);
      else controller.abort(error);
    });
  }
  return controller.signal;
}
