import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { insertRecordSql } from '../records/insert-record.js';
import type { OutboxRecord } from '../records/outbox-record.js';
import { type DisabledEndpoint, type EndpointStats, updateEndpointStats } from '../store/endpoint-state.js';

/**
 * Stores what a batch of attempts says about its endpoints, and in the same transaction what `recordOf` makes of each
 * endpoint that was switched off: each is told of once.
 */
export async function recordStats(
  connection: Connection,
  at: Date | null,
  scope: Scope,
  stats: readonly EndpointStats[],
  recordOf: (endpoint: DisabledEndpoint) => OutboxRecord | null,
): Promise<DisabledEndpoint[]> {
  const isHarmless = stats.every(({ failures, disableReason }) => failures === 0 && disableReason === null);
  if (isHarmless) return updateEndpointStats(connection, at, scope, stats);
  try {
    const [, disabled] = await Promise.all([
      connection.run(connection.kind === 'embedded' ? 'begin' : BEGIN),
      updateEndpointStats(connection, at, scope, stats),
    ]);
    const records = disabled.flatMap((endpoint) => recordOf(endpoint) ?? []);
    await connection.run(
      [...records.map((record) => insertRecordSql(record, scope, null)), 'commit'].join('; '),
    );
    return disabled;
  } catch (error) {
    await connection.run('rollback').catch(() => {});
    throw error;
  }
}

/** The rows of the endpoints stay locked until the commit: a process that stands still must not keep them. */
const BEGIN = "begin; set local idle_in_transaction_session_timeout = '5s'";
