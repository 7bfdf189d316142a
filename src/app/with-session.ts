import type { Connection } from '../database/connection.js';
import { explainOutboxError } from '../storage/explain-error.js';

/** A server that answers has done what it was asked by then. */
const CUT_AFTER_STOP_MS = 2_000;

/**
 * Opens a session for `work` on the outbox and closes it. A stop does not wait for a server that has fallen silent:
 * the session is cut, and the call rejects with the reason of `signal`.
 */
export async function withSession<T>(
  open: () => Promise<Connection>,
  signal: AbortSignal,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await open();
  let timer: NodeJS.Timeout | undefined;
  const cut = () => {
    timer = setTimeout(() => connection.abandon(), CUT_AFTER_STOP_MS);
  };
  if (signal.aborted) cut();
  signal.addEventListener('abort', cut, { once: true });
  try {
    return await work(connection);
  } catch (error) {
    if (connection.lost) signal.throwIfAborted();
    throw explainOutboxError(error, connection);
  } finally {
    signal.removeEventListener('abort', cut);
    clearTimeout(timer);
    await connection.close();
  }
}
