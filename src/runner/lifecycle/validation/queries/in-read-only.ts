import type { Connection } from '../../../../database/connection.js';

/**
 * Where queries are asked: `inside` the transaction that is open, so that they see what it has done, or in one `alone`
 * on a session that has none.
 */
export type QueryTransaction = 'inside' | 'alone';

const SAVEPOINT = 'confiture_queries';

const BOUNDARIES: Readonly<Record<QueryTransaction, { readonly open: string; readonly close: string }>> = {
  inside: {
    open: `savepoint ${SAVEPOINT}; set local transaction_read_only = on`,
    close: `rollback to savepoint ${SAVEPOINT}; release savepoint ${SAVEPOINT}`,
  },
  alone: { open: 'begin read only', close: 'rollback' },
};

/** How long the embedded database, which has no timer of its own, may take beyond the time-out. */
const EMBEDDED_GRACE_MS = 1_000;

/** Where the client, and not the server, ended a query that took too long. */
export class QueryTimeout extends Error {}

/**
 * Runs `work` where nothing can be written, under `statement_timeout` and `settings`. All of it is undone afterwards, and
 * the transaction around it goes on as it was, also after an error of the server. Where `work` outlasts the time-out on
 * the embedded database, its session is lost, and this rejects with a QueryTimeout.
 */
export async function inReadOnly<T>(
  connection: Connection,
  place: QueryTransaction,
  { timeoutMs, settings = [] }: { readonly timeoutMs: number; readonly settings?: readonly string[] },
  work: () => Promise<T>,
): Promise<T> {
  const { open, close } = BOUNDARIES[place];
  const timer = startTimer(connection, timeoutMs);
  try {
    await connection.run([open, `set local statement_timeout = ${timeoutMs}`, ...settings].join('; '));
    return await work();
  } catch (error) {
    throw timer.isOver ? new QueryTimeout() : error;
  } finally {
    timer.stop();
    if (!connection.lost) await connection.run(close);
  }
}

function startTimer(connection: Connection, timeoutMs: number) {
  const timer = { isOver: false, stop: () => {} };
  if (connection.kind !== 'embedded' || timeoutMs === 0) return timer;
  const end = () => {
    timer.isOver = true;
    void connection.cancel();
  };
  const timeout = setTimeout(end, timeoutMs + EMBEDDED_GRACE_MS);
  timer.stop = () => clearTimeout(timeout);
  return timer;
}
