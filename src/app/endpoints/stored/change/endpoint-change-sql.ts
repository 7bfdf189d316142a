import type { EventFact } from '../../../../events/event.js';
import { insertWantedSql } from '../../../../outbox/records/insert-record.js';
import { recordOf } from '../../../../outbox/records/outbox-record.js';
import { subscribersOf } from '../../../run/delivery-ports.js';
import { eventMakerOf } from '../../../run/event-maker-of.js';
import { loadProjectHooks } from '../../../run/project-hooks.js';
import type { ManageContext } from '../manage-context.js';
import { refreshStored } from '../refresh.js';

/**
 * Gives the text that stores the event of a change that a person makes to an endpoint, for its transaction, with what the
 * hooks want sent of it; null where none does. The hooks are loaded before the transaction is begun.
 */
export async function endpointChangeSql(context: ManageContext): Promise<(fact: EventFact) => string | null> {
  const { connection, scope, settings, builtIn } = context;
  const { outboxHooks } = await loadProjectHooks(context);
  await refreshStored(await builtIn.stored(), connection, scope);
  const hooks = [...(await builtIn.openHooks()), ...outboxHooks];
  const subscribers = { ...subscribersOf(context, hooks), keepsAll: () => true };
  const maker = eventMakerOf(settings);
  return (fact) => {
    const record = recordOf(maker.make(fact), subscribers);
    return record && insertWantedSql(record, scope);
  };
}
