import { endedTokens } from '../../storage/tokens/stored-token.js';
import type { OpenRequests } from '../http/open-requests.js';
import type { UseConnection } from '../sessions/use-connection.js';

const EVERY_MS = 1_000;

/**
 * Ends the requests of tokens that are revoked or expire while these are answered, within a second or two; a database
 * that cannot be asked ends none. Returns what stops the watch.
 */
export function watchTokens(requests: OpenRequests, withConnection: UseConnection): () => void {
  let isAsking = false;
  const poll = async () => {
    const ids = requests.tokenIds.filter((id) => id !== '');
    if (isAsking || ids.length === 0) return;
    isAsking = true;
    try {
      const ended = await withConnection((connection) => endedTokens(connection, ids));
      for (const id of ended) requests.endOf(id);
    } catch {
      // Asked again at the next time.
    } finally {
      isAsking = false;
    }
  };
  const timer = setInterval(poll, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
