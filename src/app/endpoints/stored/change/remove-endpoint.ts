import { deleteEndpoint } from '../../../../endpoints/stored/change-rows.js';
import type { StoredEndpoint } from '../../../../endpoints/stored/stored-endpoint.js';
import { ConfitureError } from '../../../../errors.js';
import { endpointRemoved } from '../../../../events/catalog/endpoint.js';
import { fanOutAll } from '../../../../outbox/records/fan-out.js';
import { countUndelivered, retireEndpoint } from '../../../../outbox/store/retire-endpoint.js';
import { maskText } from '../../../../redaction/redaction.js';
import { HOOK, type ManageContext } from '../manage-context.js';
import { endpointChangeSql } from './endpoint-change-sql.js';
import { changeLocked, type EndpointChoice } from './locked-change.js';
import { recordChange } from './record-change.js';

export interface RemovedEndpoint {
  readonly row: StoredEndpoint;
  /** Deliveries that were given up; they stay visible. */
  readonly discarded: number;
}

/**
 * Removes an endpoint, and tells the others. Where events wait for it only `force` does, which discards them. Needs no key.
 * @throws ENDPOINT_UNKNOWN, ENDPOINT_FIXED, ENDPOINT_UNDELIVERED, PRECONDITION_FAILED
 */
export async function removeEndpoint(
  context: ManageContext,
  choice: EndpointChoice,
  { force }: { readonly force: boolean },
): Promise<RemovedEndpoint> {
  const { connection, scope, settings, by } = context;
  await fanOutAll(connection);
  const changeSql = await endpointChangeSql(context);
  return changeLocked(context, choice, async (row) => {
    const key = { hook: HOOK, endpoint: row.name };
    const undelivered = await countUndelivered(connection, scope, key);
    if (undelivered > 0 && !force) throw hasUndelivered(row, undelivered);
    const retired = await retireEndpoint(connection, scope, key, 'the endpoint was removed');
    const { discarded } = retired;
    await deleteEndpoint(connection, row.id);
    const reason = maskText(`removed by ${by.actor}`, settings.redact);
    const eventSql = changeSql(endpointRemoved({ ...key, ...retired, reason }));
    if (eventSql !== null) await connection.run(eventSql);
    await recordChange(context, 'webhook.removed', row, { after: { discarded } });
    return { row, discarded };
  });
}

function hasUndelivered({ name }: StoredEndpoint, count: number): ConfitureError {
  const waiting = count === 1 ? '1 event waits' : `${count} events wait`;
  return new ConfitureError('ENDPOINT_UNDELIVERED', `${waiting} for endpoint ${name}`, {
    hint: 'Send them first, or remove it by force: they are then discarded, and stay visible.',
    details: { undelivered: count },
  });
}
