import type { EventFact } from '../../events/event.js';
import { EventMaker } from '../../events/event-maker.js';
import type { RunnerPorts } from '../ports.js';
import { NOT_BEGUN } from '../run-info.js';
import type { RunSession } from '../session/open.js';
import { DraftStore } from './draft-store.js';

/** Events of a command that is no run, for the transaction in which it does what they state. */
export interface TransactionFacts {
  /** Texts to run in that transaction. */
  readonly sql: readonly string[];
  /** That transaction is committed. */
  committed(): Promise<void>;
}

/** Makes the events of those facts that a hook subscribes to; no transaction is open. */
export async function factsForTransaction(
  { connection, info }: Pick<RunSession, 'connection' | 'info'>,
  ports: Pick<RunnerPorts, 'events' | 'now' | 'newEventId'>,
  facts: readonly EventFact[],
): Promise<TransactionFacts> {
  const { events } = ports;
  if (facts.some(({ type }) => events.wants(type))) await events.prepare(connection);
  const store = new DraftStore(new EventMaker(info, ports), events);
  const drafts = store.draftsOf(facts.map((fact) => ({ type: fact.type, at: () => fact })));
  return { sql: store.insertSql(drafts), committed: () => store.committed(drafts, NOT_BEGUN) };
}
