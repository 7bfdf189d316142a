import { describeWith } from '../../app/run/project-hooks.js';
import { adoptSession } from '../../outbox/store/own-session.js';
import { ensureTables } from '../../storage/schema.js';
import { readScope } from '../../storage/scope.js';
import type { ServerContext } from '../server-context.js';
import type { SessionPool } from '../sessions/session-pool.js';
import { EventFeed, type EventFeedOptions } from './event-feed.js';

/** The feed of the streams, over a session of its own; on the embedded database over the one there is. */
export function createFeed(
  { sessions, settings, log, streams, stopping }: ServerContext,
  pool: SessionPool,
): EventFeed {
  const describe = describeWith(settings);
  const withOwnSession: EventFeedOptions['withSession'] = async (work) => {
    const connection = await sessions.open({
      signal: stopping,
      applicationName: 'confiture serve',
      embeddedWaitMs: settings.lockTimeoutMs,
    });
    try {
      await ensureTables(connection);
      const [scope] = await Promise.all([readScope(connection, settings), adoptSession(connection)]);
      await work(connection, scope);
    } finally {
      await connection.close();
    }
  };
  return new EventFeed({
    withSession: sessions.isEmbedded
      ? (work) => pool.use(async (connection) => work(connection, await readScope(connection, settings)))
      : withOwnSession,
    streams,
    onFault: (error) => log.warn('events cannot be read', { reason: describe(error) }),
  });
}
