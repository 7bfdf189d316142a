import type { Connection } from '../database/connection.js';
import type { Announcer } from './announce.js';
import { type DisabledTarget, recordTallies, type TargetTally } from './endpoint-state.js';
import { enqueueSql } from './enqueue.js';

/**
 * Records what a batch of attempts says about its targets, and in the same transaction what `announce` makes of each target that was switched off: who hears of
 * it hears of it once.
 */
export async function recordAndAnnounce(
  connection: Connection,
  at: Date | null,
  tallies: readonly TargetTally[],
  announce: Announcer,
): Promise<DisabledTarget[]> {
  if (tallies.every(({ failures }) => failures === 0)) return recordTallies(connection, at, tallies);
  const [, disabled] = await Promise.all([connection.run('begin'), recordTallies(connection, at, tallies)]);
  const entries = disabled.flatMap((target) => announce(target) ?? []);
  await connection.run([...entries.map((entry) => enqueueSql(entry, null)), 'commit'].join('; '));
  return disabled;
}
