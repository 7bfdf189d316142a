import { inTransaction } from '../../../../database/in-transaction.js';
import { raiseRevision, raiseVersion } from '../../../../endpoints/stored/change-rows.js';
import { findStored } from '../../../../endpoints/stored/rows.js';
import { endpointDisabled } from '../../../../events/catalog/endpoint.js';
import { fanOutAll } from '../../../../outbox/records/fan-out.js';
import { enableEndpoints } from '../../../../outbox/store/endpoint-state.js';
import {
  disableEndpoint as disableState,
  failUnsent,
  isDisabled,
} from '../../../../outbox/store/retire-endpoint.js';
import { maskText } from '../../../../redaction/redaction.js';
import { HOOK, type ManageContext } from '../manage-context.js';
import { endpointChangeSql } from './endpoint-change-sql.js';
import { type EndpointChoice, unknownEndpoint } from './locked-change.js';
import { recordChange } from './record-change.js';

export interface SwitchedEndpoint {
  /** False where it was in that state already. */
  readonly changed: boolean;
  /** Deliveries that had waited meanwhile and were given up; asked for again, they are sent. */
  readonly givenUp: number;
}

const UNSENT = 'not sent: the endpoint was switched off';

/** Why a person does it; secrets in it are masked. */
interface WithReason {
  readonly reason?: string | undefined;
}

/**
 * Sends nothing more to an endpoint, whatever its source; its events are stored all the same, and the others are told.
 * @throws ENDPOINT_UNKNOWN
 */
export async function disableEndpoint(
  context: ManageContext,
  { idOrName }: EndpointChoice,
  { reason: given = '' }: WithReason = {},
): Promise<SwitchedEndpoint> {
  const { connection, scope, settings, by } = context;
  const reason = maskText(given.trim(), settings.redact);
  const changeSql = await endpointChangeSql(context);
  return inTransaction(connection, async () => {
    const { name, change } = await choose(context, idOrName);
    const key = { hook: HOOK, endpoint: name };
    const why = `switched off by ${by.actor}${reason === '' ? '' : `: ${reason}`}`;
    const changed = await disableState(connection, scope, key, why);
    if (changed === null) return { changed: false, givenUp: 0 };
    const fact = endpointDisabled({ ...changed, reason: maskText(changed.reason, settings.redact) });
    const eventSql = changeSql(fact);
    if (eventSql !== null) await connection.run(eventSql);
    await change('webhook.disabled', reason === '' ? null : reason);
    return { changed: true, givenUp: 0 };
  });
}

/**
 * Sends to an endpoint again. It gets what happens from now on: what has waited while it was off is given up first, and
 * can be asked for (`webhooks retry`, probe). @throws ENDPOINT_UNKNOWN
 */
export async function enableEndpoint(
  context: ManageContext,
  { idOrName }: EndpointChoice,
): Promise<SwitchedEndpoint> {
  const { connection, scope } = context;
  await fanOutAll(connection);
  return inTransaction(connection, async () => {
    const { name, change } = await choose(context, idOrName);
    const key = { hook: HOOK, endpoint: name };
    if (!(await isDisabled(connection, scope, key))) return { changed: false, givenUp: 0 };
    const givenUp = await failUnsent(connection, scope, key, UNSENT);
    await enableEndpoints(connection, scope, [key]);
    await change('webhook.enabled');
    return { changed: true, givenUp };
  });
}

/** The endpoint, and what records its change; the state of one that is set elsewhere can be changed too. */
async function choose(context: ManageContext, idOrName: string) {
  const { connection, scope, settings } = context;
  await raiseRevision(connection, scope);
  const fixed = settings.endpoints.find(({ name }) => name === idOrName);
  const row = fixed === undefined ? await findStored(connection, scope, idOrName) : null;
  const found = fixed ?? row;
  if (found === null) throw unknownEndpoint(idOrName);
  const { name } = found;
  const change = async (action: `webhook.${string}`, reason: string | null = null) => {
    if (row !== null) await raiseVersion(connection, row.id);
    await recordChange(context, action, { id: row?.id ?? name, name }, { reason });
  };
  return { name, change };
}
