import type { Connection } from '../../../../database/connection.js';
import { ownTextSql } from '../../../../database/own-settings.js';
import type { ApprovalEvents } from '../../../../events/catalog/approval.js';
import type { FactOf } from '../../../../events/catalog/entry.js';
import type { ConfitureEvent } from '../../../../events/event.js';
import type { EventStore } from '../../../event-store.js';

/** Where the events of approvals go, and what makes them of their facts. */
export interface ApprovalEventStore {
  readonly store: Pick<EventStore, 'wants' | 'insertSql' | 'committed'>;
  readonly make: (fact: FactOf<ApprovalEvents>) => ConfitureEvent;
}

/** Ends the open transaction: the texts, the event where it is wanted, and the commit, in one go. */
export async function commitWithEvent(
  connection: Connection,
  texts: readonly string[],
  fact: FactOf<ApprovalEvents>,
  { store, make }: ApprovalEventStore,
): Promise<void> {
  const event = store.wants(fact.type) ? make(fact) : null;
  const eventSql = event && store.insertSql(event);
  await connection.run(ownTextSql([...texts, ...(eventSql === null ? [] : [eventSql]), 'commit']));
  if (event !== null && eventSql !== null) await store.committed(event);
}
