import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { enqueueSql } from '../records/enqueue.js';
import { type DisabledEndpoint, type EndpointStats, recordTallies } from '../store/endpoint-state.js';
import type { Announcer } from './announce.js';

/**
 * Records what a batch of attempts says about its targets, and in the same transaction what `announce` makes of each
 * target that was switched off: who hears of it hears of it once.
 */
export async function recordAndAnnounce(
  connection: Connection,
  at: Date | null,
  scope: Scope,
  tallies: readonly EndpointStats[],
  announce: Announcer,
): Promise<DisabledEndpoint[]> {
  const isHarmless = tallies.every(({ failures, disableReason }) => failures === 0 && disableReason === null);
  if (isHarmless) return recordTallies(connection, at, scope, tallies);
  try {
    const [, disabled] = await Promise.all([
      connection.run(connection.kind === 'embedded' ? 'begin' : BEGIN),
      recordTallies(connection, at, scope, tallies),
    ]);
    const entries = disabled.flatMap((target) => announce(target) ?? []);
    await connection.run([...entries.map((entry) => enqueueSql(entry, scope, null)), 'commit'].join('; '));
    return disabled;
  } catch (error) {
    await connection.run('rollback').catch(() => {});
    throw error;
  }
}

/** The rows of the targets stay locked until the commit: a process that stands still must not keep them. */
const BEGIN = "begin; set local idle_in_transaction_session_timeout = '5s'";
