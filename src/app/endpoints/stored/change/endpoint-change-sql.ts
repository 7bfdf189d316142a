import { insertWantedSql } from '../../../../outbox/records/insert-record.js';
import { recordOf } from '../../../../outbox/records/outbox-record.js';
import type { EndpointChange } from '../../../../outbox/store/endpoint-state.js';
import { endpointEventOf, subscribersOf } from '../../../run/delivery-ports.js';
import { loadProjectHooks, type ProjectContext } from '../../../run/project-hooks.js';
import type { ManageContext } from '../manage-context.js';
import { refreshStored } from '../refresh.js';

/**
 * Text that stores the event of a change of an endpoint that a person makes, for its transaction, with what the hooks
 * want sent of it. The hooks are loaded before the transaction is begun.
 */
export async function endpointChangeSql(
  { connection, scope, settings }: ManageContext,
  project: ProjectContext,
): Promise<(change: EndpointChange) => string | null> {
  const { outboxHooks } = await loadProjectHooks(project);
  await refreshStored(await project.builtIn.stored(), connection, scope);
  const hooks = [...(await project.builtIn.openHooks()), ...outboxHooks];
  const subscribers = { ...subscribersOf(project, hooks), keepsAll: () => true };
  const eventOf = endpointEventOf(settings);
  return (change) => {
    const record = recordOf(eventOf(change), subscribers);
    return record && insertWantedSql(record, scope);
  };
}
