import { ConfitureError } from '../../../errors.js';
import type { SteeringRequest } from './steering-requests.js';

const AGAIN = 'What was committed stays; run the same command again to go on.';

/** ` (deploy window is over)`, or nothing. */
function because({ reason }: SteeringRequest): string {
  return reason === null ? '' : ` (${reason})`;
}

/** `migrate cancel` was asked for from elsewhere. */
export function cancelledOnRequest(request: SteeringRequest): ConfitureError {
  return new ConfitureError('CANCELLED_ON_REQUEST', `cancelled by ${request.actor}${because(request)}`, {
    hint: AGAIN,
    details: whoOf(request),
  });
}

/** The pause was not lifted in time. */
export function pauseTimedOut(request: SteeringRequest, timeoutMs: number): ConfitureError {
  const { actor, isForAll } = request;
  const seconds = Math.round(timeoutMs / 1000);
  return new ConfitureError(
    'PAUSE_TIMED_OUT',
    `paused by ${actor}${because(request)} and not resumed within ${seconds} s`,
    {
      hint: isForAll
        ? 'All runs are held until `confiture migrate resume --all`; then run the same command again.'
        : AGAIN,
      details: whoOf(request),
    },
  );
}

function whoOf({ id, actor, actorSource, reason }: SteeringRequest): Readonly<Record<string, unknown>> {
  return { request: id, actor, actor_source: actorSource, reason };
}
