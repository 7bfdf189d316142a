import type { Connection } from '../../database/connection.js';
import { keepsAllEvents } from '../../storage/event-stream.js';
import { projectName } from '../../storage/scope.js';
import type { EventStore } from '../event-store.js';
import type { RunSettings } from '../ports.js';
import type { SessionFacts } from './session.js';

/** Has `events` know what in the database wants them. Travels with the question for the ledger. */
export async function readSubscribers(
  connection: Connection,
  { ledger, endpoints, hasStreams }: Pick<SessionFacts, 'ledger' | 'endpoints' | 'hasStreams'>,
  { environment }: Pick<RunSettings, 'environment'>,
  events: EventStore,
): Promise<void> {
  const scope = { project: projectName(ledger), environment };
  const keepAll = async () => {
    if (await keepsAllEvents(connection, scope)) await events.keepAll(connection);
  };
  await Promise.all([events.discover(connection, endpoints ? scope : null), hasStreams ? keepAll() : null]);
}
