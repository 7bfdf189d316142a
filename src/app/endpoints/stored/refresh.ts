import type { Connection } from '../../../database/connection.js';
import { isServerError } from '../../../database/server-error.js';
import { UNDEFINED_TABLE } from '../../../database/sqlstates.js';
import { readChanged } from '../../../endpoints/stored/rows.js';
import type { LockedEndpoint, StoredEndpoints } from '../../../endpoints/stored/stored-endpoints.js';
import type { RefreshEndpoints } from '../../../outbox/worker/refresh-endpoints.js';
import type { Scope } from '../../../storage/scope.js';

/** Reads the endpoints of the database where they have changed. */
export async function refreshStored(
  stored: StoredEndpoints,
  connection: Connection,
  scope: Scope,
): Promise<void> {
  const changed = await readChanged(connection, scope, stored.revision).catch((error) => {
    if (isServerError(error) && error.code === UNDEFINED_TABLE) return null;
    throw error;
  });
  if (changed !== null) stored.take(changed, scope);
}

/**
 * The same for a sender, which says once of each endpoint that it cannot send to. Another part of the process may have
 * read the change already.
 */
export function refreshWith(
  openStored: () => Promise<StoredEndpoints>,
  warn: (message: string) => void,
): RefreshEndpoints {
  const said = new Set<string>();
  let known: string | null = null;
  return async (connection, scope) => {
    const stored = await openStored();
    await refreshStored(stored, connection, scope);
    if (stored.revision === known) return false;
    known = stored.revision;
    for (const sentence of stored.locked().map(lockedSentence)) {
      if (!said.has(sentence)) warn(sentence);
      said.add(sentence);
    }
    return true;
  };
}

/** Why nothing is sent to an endpoint from here, and that nothing is lost. */
export function lockedSentence({ name, why, keyId }: LockedEndpoint): string {
  const reason =
    why === 'key-missing'
      ? `its master key (${keyId}) is not in CONFITURE_MASTER_KEY`
      : `what is stored of it was not sealed by its master key (${keyId}), or was altered`;
  return `Nothing is sent to endpoint ${name} from here: ${reason}. Its events wait.`;
}
