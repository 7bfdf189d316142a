import { ConfitureError } from '../errors.js';

/** Exit code of a command that was told to stop while it was sending; null where it was not. */
export function stoppedCode({ reason }: AbortSignal): number | null {
  return ConfitureError.is(reason) ? reason.exitCode : null;
}
