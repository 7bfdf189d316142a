import type { Connection } from '../../database/connection.js';
import type { OutboxHook } from '../../hooks/define/outbox-hook.js';
import type { Scope } from '../../storage/scope.js';
import { reachableFrom, untilNextDue } from './claim.js';
import { isAnythingLeft } from './release.js';

/**
 * True where something is due in `scope` for `hooks`, or was left by a process that is gone. Never rejects: a session that
 * cannot be asked has nothing to say.
 */
export async function isAnythingDue(
  connection: Connection,
  scope: Scope,
  hooks: readonly OutboxHook[],
): Promise<boolean> {
  if (connection.lost) return false;
  try {
    const [untilDueMs, isLeft] = await Promise.all([
      untilNextDue(connection, null, scope, reachableFrom(hooks)),
      isAnythingLeft(connection, scope),
    ]);
    return untilDueMs === 0 || isLeft;
  } catch {
    return false;
  }
}
