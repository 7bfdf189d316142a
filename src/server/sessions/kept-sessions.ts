import type { SessionSource } from '../../app/sessions.js';
import type { Connection } from '../../database/connection.js';
import { BorrowedSession } from './borrowed-session.js';
import { SessionPool } from './session-pool.js';

/** How many commands read at once; more wait for their turn. */
const SIZE = 4;

/** Sessions for commands of the project that change nothing, and how they are closed in the end. */
export interface KeptSessions {
  readonly source: SessionSource;
  close(): Promise<void>;
}

/**
 * Where such commands get their sessions: to connect takes longer than to read, so what a command closes waits for the
 * next one, outside of any transaction. A session that was lost is replaced.
 */
export function keptSessions(
  sessions: SessionSource,
  {
    signal,
    waitMs,
    idleMs,
  }: { readonly signal: AbortSignal; readonly waitMs: number; readonly idleMs: number },
): KeptSessions {
  if (sessions.isEmbedded) return { source: sessions, close: async () => {} };
  const pool = new SessionPool({
    open: () => sessions.open({ signal, applicationName: 'confiture serve', embeddedWaitMs: 0 }),
    prepare: async () => {},
    size: SIZE,
    waitMs,
    idleMs,
  });
  const open = () =>
    new Promise<Connection>((resolve, reject) => {
      const lend = async (connection: Connection) => {
        await new Promise<void>((giveBack) => resolve(new BorrowedSession(connection, giveBack)));
        await connection.run('rollback');
      };
      pool.use(lend).catch(reject);
    });
  return { source: { ...sessions, isUnmade: () => sessions.isUnmade(), open }, close: () => pool.close() };
}
