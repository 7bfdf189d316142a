import type { Connection } from '../../database/connection.js';
import { isInDoubt, recordFailed } from '../execute/transaction.js';
import type { RunSession } from '../session/open.js';
import { outcomeUnknown } from './outcome.js';

export interface Commit {
  /** Migrations that are told of where the outcome is unknown. */
  readonly names: readonly string[];
  /** Whether the text took effect, asked over a new session. */
  readonly isDone: (session: Connection) => Promise<boolean>;
}

/**
 * Runs a text that ends in a commit. Where the answer to it is lost, the database is asked what became of it; throws
 * OUTCOME_UNKNOWN where it cannot be asked.
 */
export async function commitOnce(
  { connection, askAgain }: Pick<RunSession, 'connection' | 'askAgain'>,
  text: string,
  { names, isDone }: Commit,
): Promise<void> {
  try {
    await connection.run(text);
  } catch (error) {
    if (!isInDoubt(recordFailed(error), connection)) throw error;
    const done = await askAgain(isDone);
    if (done === null) throw outcomeUnknown(names, connection, error);
    if (!done) throw error;
  }
}
