import { randomBytes } from 'node:crypto';
import { askRun, type SteeringResult } from '../../app/steering/ask-run.js';
import { ConfitureError } from '../../errors.js';
import { steeringId } from '../../events/identifier.js';
import { maskText } from '../../redaction/redaction.js';
import type { NewRequest } from '../../runner/lifecycle/steering/request-steering.js';
import type { SteeringVerb } from '../../runner/lifecycle/steering/steering-requests.js';
import { callerOf } from '../caller.js';
import type { RouteRequest } from '../route.js';
import type { ServerContext } from '../server-context.js';

/** Asks one run in the name of the token. @throws RUN_UNKNOWN, STEERING_REFUSED, STEERING_IMPOSSIBLE */
export function steerOne(
  request: Pick<RouteRequest, 'actor' | 'requestId' | 'signal'>,
  server: ServerContext,
  verb: SteeringVerb,
  id: string | null,
  reason: string | undefined,
): Promise<SteeringResult> {
  const asked = newRequest(request, server, verb, reason);
  const { signal } = request;
  return server.withConnection((connection, scope) => askRun({ connection, scope, signal }, id, asked));
}

/** A request of the token, masked. @throws STEERING_IMPOSSIBLE */
export function newRequest<V extends SteeringVerb>(
  request: Pick<RouteRequest, 'actor' | 'requestId'>,
  { sessions, settings, now }: ServerContext,
  verb: V,
  reason: string | undefined,
): NewRequest & { verb: V } {
  if (sessions.isEmbedded) throw onlySignals();
  return {
    id: steeringId({ nowMs: now().getTime(), random: randomBytes(16) }),
    verb,
    by: callerOf(request),
    reason: reason === undefined ? null : maskText(reason, settings.redact),
  };
}

function onlySignals(): ConfitureError {
  return new ConfitureError(
    'STEERING_IMPOSSIBLE',
    'the embedded database is open in this process alone, so that no run goes on beside it',
    { hint: 'Name a PostgreSQL server with CONFITURE_DATABASE_URL.' },
  );
}
