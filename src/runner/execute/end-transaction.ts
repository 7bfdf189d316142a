import type { Connection } from '../../database/connection.js';

/**
 * Leaves no transaction open, whatever state a failure left the session in. An empty text is answered in any state
 * and tells which; a ROLLBACK outside of a transaction would put a warning on the screen.
 */
export async function endTransaction(connection: Connection): Promise<void> {
  if (connection.lost) return;
  try {
    const { transaction } = await connection.run('');
    if (transaction !== 'idle') await connection.run('rollback');
  } catch {
    // The link broke meanwhile: the server rolls back by itself.
  }
}
