import { ConfitureError, EXIT } from '../../../errors.js';
import { isCancel } from '../../emit/stop.js';
import type { RunEnd, RunProgress } from './run-row.js';
import type { SteeringRequest } from './steering-requests.js';

/** How a run ended that threw, or gave, `error`; null where nothing went wrong. */
export function runEndOf(error: unknown, cancel: SteeringRequest | null, progress: RunProgress): RunEnd {
  if (error === null) return { outcome: 'completed', errorCode: null, reason: null, progress };
  const errorCode = ConfitureError.is(error) ? error.code : 'INTERNAL';
  if (!ConfitureError.is(error) || !(isCancel(error) || error.exitCode === EXIT.stopped))
    return { outcome: 'failed', errorCode, reason: null, progress };
  return { outcome: 'cancelled', errorCode, reason: cancel?.reason ?? null, progress };
}
