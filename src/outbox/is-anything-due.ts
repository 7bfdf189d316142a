import type { OutboxHook } from '../bus/outbox-hook.js';
import type { Connection } from '../database/connection.js';
import { reachableFrom, untilNextDue } from './claim.js';
import { readOutboxStep } from './schema.js';

/** True where something is due for `hooks`. Never rejects: a session that cannot be asked has nothing to say. */
export async function isAnythingDue(connection: Connection, hooks: readonly OutboxHook[]): Promise<boolean> {
  if (connection.lost) return false;
  try {
    if ((await readOutboxStep(connection)) === 0) return false;
    return (await untilNextDue(connection, null, reachableFrom(hooks))) === 0;
  } catch {
    return false;
  }
}
