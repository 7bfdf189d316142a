import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { insertWantedSql } from '../records/insert-record.js';
import type { OutboxRecord } from '../records/outbox-record.js';
import { type EndpointChange, type EndpointStats, updateEndpointStats } from '../store/endpoint-state.js';

/**
 * Stores what a batch of attempts says about its endpoints, and in the same transaction what `recordOf` makes of each
 * change that others have to be told of: each is told once.
 */
export async function recordStats(
  connection: Connection,
  at: Date | null,
  scope: Scope,
  stats: readonly EndpointStats[],
  recordOf: (change: EndpointChange) => OutboxRecord | null,
): Promise<EndpointChange[]> {
  const isHarmless = stats.every(({ failures, disableReason }) => failures === 0 && disableReason === null);
  const harmless = isHarmless ? await updateEndpointStats(connection, at, scope, stats, false) : null;
  if (harmless !== null) return harmless;
  try {
    const [, changes] = await Promise.all([
      connection.run(connection.kind === 'embedded' ? 'begin' : BEGIN),
      updateEndpointStats(connection, at, scope, stats, true),
    ]);
    const told = changes ?? [];
    const records = told.flatMap((change) => recordOf(change) ?? []);
    const inserted = records.map((record) => insertWantedSql(record, scope));
    await connection.run([...inserted, 'commit'].join('; '));
    return told;
  } catch (error) {
    await connection.run('rollback').catch(() => {});
    throw error;
  }
}

/** The rows of the endpoints stay locked until the commit: a process that stands still must not keep them. */
const BEGIN = "begin; set local idle_in_transaction_session_timeout = '5s'";
