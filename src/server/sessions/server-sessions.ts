import type { ProjectContext } from '../../app/run/project-hooks.js';
import type { SessionSource } from '../../app/sessions.js';
import { ConfitureError } from '../../errors.js';
import { adoptSession, requireWritable } from '../../outbox/store/own-session.js';
import { ensureTables } from '../../storage/schema.js';
import { readScope, type Scope } from '../../storage/scope.js';
import { type KeptSessions, keptSessions } from './kept-sessions.js';
import { SessionPool } from './session-pool.js';
import type { UseConnection } from './use-connection.js';

const POOL_SIZE = 8;
const POOL_WAIT_MS = 10_000;
const IDLE_MS = 60_000;

/** The sessions that the requests of a server share. */
export interface ServerSessions {
  readonly pool: SessionPool;
  readonly withConnection: UseConnection;
  /** Of commands that change nothing, beside the pool. */
  readonly kept: KeptSessions;
  /** @throws CONNECT_LOST before the first session. */
  readonly scope: () => Scope;
}

/** Opens none yet. */
export function openSessions(
  {
    project: { settings, reporter },
    sessions,
  }: { readonly project: ProjectContext; readonly sessions: SessionSource },
  signal: AbortSignal,
): ServerSessions {
  let scope: Scope | undefined;
  const pool = new SessionPool({
    open: () =>
      sessions.open({
        signal,
        applicationName: 'confiture serve',
        embeddedWaitMs: settings.lockTimeoutMs,
        onEmbeddedWait: (wait) => reporter.emit({ type: 'database.waiting', ...wait }),
      }),
    prepare: async (connection) => {
      requireWritable(await adoptSession(connection));
      await ensureTables(connection);
      scope = await readScope(connection, settings);
    },
    size: sessions.isEmbedded ? 1 : POOL_SIZE,
    waitMs: POOL_WAIT_MS,
    idleMs: IDLE_MS,
  });
  const known = () => {
    if (scope !== undefined) return scope;
    throw new ConfitureError('CONNECT_LOST', 'the database has not been reached yet');
  };
  return {
    pool,
    scope: known,
    withConnection: (work) => pool.use((connection) => work(connection, known())),
    kept: keptSessions(sessions, { signal, waitMs: POOL_WAIT_MS, idleMs: IDLE_MS }),
  };
}
