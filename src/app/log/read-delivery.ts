import type { Connection } from '../../database/connection.js';
import { buildRequest } from '../../delivery/request/request.js';
import { urlMark } from '../../delivery/request/url-mark.js';
import { ConfitureError } from '../../errors.js';
import type { Endpoint } from '../../events/endpoint.js';
import type { ConfitureEvent } from '../../events/event.js';
import { secretTexts } from '../../events/signature/signing-secret.js';
import { type ListedDelivery, listDeliveries, readEvent } from '../../outbox/log/list.js';
import { listAttemptsFor, type NumberedAttempt } from '../../outbox/log/list-attempts.js';
import { RETENTION_DAYS } from '../../outbox/log/prune.js';
import { type ShownRequest, shownRequest } from '../../output/views/webhooks/shown-request.js';
import type { Scope } from '../../storage/scope.js';
import { findEndpoint } from '../endpoints/find-endpoint.js';
import type { ProjectContext } from '../run/project-hooks.js';

/** One delivery with all that is known of it. */
export interface ReadDelivery {
  readonly delivery: ListedDelivery;
  readonly attempts: readonly NumberedAttempt[];
  readonly event: ConfitureEvent;
  /**
   * What its endpoint is sent: made again of the event, which gives the same bytes each time; null where the endpoint
   * is not known here.
   */
  readonly request: ShownRequest | null;
  /** True where the last attempt went to another URL than a retry would; null where that is not known. */
  readonly isUrlChanged: boolean | null;
}

/** Reads one delivery. @throws DELIVERY_UNKNOWN */
export async function readDelivery(
  project: Pick<ProjectContext, 'settings' | 'builtIn'>,
  connection: Connection,
  scope: Scope,
  id: string,
  version: string,
): Promise<ReadDelivery> {
  const [delivery] = await listDeliveries(connection, scope, { id, limit: 1 });
  const event = delivery ? await readEvent(connection, scope, id) : null;
  if (delivery === undefined || event === null) throw noDelivery(id);
  const attempts = await listAttemptsFor(connection, [id]);
  const found = await findEndpoint(project, connection, scope, delivery.endpoint);
  const endpoint = delivery.hook === 'webhooks' ? (found?.endpoint ?? null) : null;
  const sent = endpoint && requestOf(event, endpoint, attempts.at(-1), version);
  const lastMark = attempts.at(-1)?.details?.urlMark;
  return {
    delivery,
    attempts,
    event,
    request: sent?.shown ?? null,
    isUrlChanged: sent && lastMark !== undefined ? sent.mark !== lastMark : null,
  };
}

const SIGNATURE = /signature/i;
const SHOWN_OF_SIGNATURE = 16;

/** With the time of its last attempt, or of none. Signatures are shortened: they tell apart, and say no more. */
function requestOf(
  event: ConfitureEvent,
  endpoint: Endpoint,
  attempt: NumberedAttempt | undefined,
  version: string,
): { readonly shown: ShownRequest; readonly mark: string } | null {
  const sentMs = attempt ? new Date(attempt.endedAt).getTime() - attempt.durationMs : 0;
  try {
    const timestampSeconds = Math.floor(sentMs / 1000);
    const request = buildRequest({ event, endpoint, version, timestampSeconds });
    const secrets = secretTexts(endpoint.secrets);
    const shown = shownRequest(request, { secrets, customHeaders: Object.keys(endpoint.headers) });
    const headers = Object.entries(shown.headers).map(([name, value]) => [
      name,
      SIGNATURE.test(name) && value.length > SHOWN_OF_SIGNATURE
        ? `${value.slice(0, SHOWN_OF_SIGNATURE)}…`
        : value,
    ]);
    const mark = urlMark(request.url, { eventId: event.id, endpoint: endpoint.name });
    return { shown: { ...shown, headers: Object.fromEntries(headers) }, mark };
  } catch (error) {
    if (ConfitureError.is(error)) return null;
    throw error;
  }
}

/** Says that what has aged out is gone, since an id alone does not tell. */
function noDelivery(id: string): ConfitureError {
  return new ConfitureError('DELIVERY_UNKNOWN', `there is no delivery ${id}`, {
    hint: `What was settled more than ${RETENTION_DAYS} days ago is deleted, bodies and attempts included.`,
  });
}
