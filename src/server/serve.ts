import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { describeWith, type ProjectContext } from '../app/run/project-hooks.js';
import type { SessionSource } from '../app/sessions.js';
import { ConfitureError } from '../errors.js';
import { adoptSession } from '../outbox/store/own-session.js';
import { ensureTables } from '../storage/schema.js';
import { readScope, type Scope } from '../storage/scope.js';
import { createApp } from './app.js';
import { admissionBy, type FindToken } from './auth/admission.js';
import { routes } from './routes.js';
import type { ServerContext } from './server-context.js';
import type { ServerLog } from './server-log.js';
import { SessionPool } from './session-pool.js';
import { EventFeed, type EventFeedOptions } from './stream/event-feed.js';
import { EventStreams } from './stream/event-streams.js';

export interface ServerOptions {
  readonly project: ProjectContext;
  readonly sessions: SessionSource;
  readonly version: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly log: ServerLog;
  readonly findToken: FindToken;
  /** Holds each answer to its schema, for tests. */
  readonly checksAnswers?: boolean;
  readonly now?: () => Date;
}

/** A server that listens. */
export interface RunningServer {
  readonly url: string;
  readonly context: ServerContext;
  /** Takes no more requests, ends streams, lets the others finish within a bounded time, and closes the sessions. */
  stop(): Promise<void>;
}

const POOL_SIZE = 8;
const POOL_WAIT_MS = 10_000;
const IDLE_MS = 60_000;
const STOP_MS = 10_000;
const MOST_HEADER_BYTES = 16 * 1024;
const REQUEST_MS = 60_000;
const HEADERS_MS = 15_000;

/** Starts the management API. @throws PORT_IN_USE, FLAG_INVALID */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { project, log, version } = options;
  const stopping = new AbortController();
  const { pool, scope } = sessionsOf(options, stopping.signal);
  const context: ServerContext = {
    withConnection: (work) => pool.use((connection) => work(connection, scope())),
    get scope() {
      return scope();
    },
    settings: project.settings,
    project,
    sessions: options.sessions,
    now: options.now ?? (() => new Date()),
    log,
    streams: new EventStreams(options.findToken),
    stopping: stopping.signal,
    version,
  };
  const app = createApp(routes, {
    server: context,
    admission: admissionBy(options.findToken),
    checksAnswers: options.checksAnswers ?? false,
    describe: describeWith(project.settings),
  });
  const server = createServer(
    { maxHeaderSize: MOST_HEADER_BYTES, requestTimeout: REQUEST_MS, headersTimeout: HEADERS_MS },
    getRequestListener(app.fetch, { overrideGlobalObjects: false }),
  );
  // A client that takes nothing for so long is cut; a stream goes on where it ended.
  server.setTimeout(IDLE_MS);
  const feed = createFeed(options, context, pool);
  const url = await listen(server, options);
  feed.start();
  return {
    url,
    context,
    async stop() {
      stopping.abort();
      await Promise.all([closed(server), feed.stop()]);
      await pool.close();
    },
  };
}

/** The feed of the streams, over a session of its own; on the embedded database over the one there is. */
function createFeed(
  { sessions, project: { settings }, log }: ServerOptions,
  { streams, stopping }: ServerContext,
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
    live: streams.live,
    onFault: (error) => log.warn('events cannot be read', { reason: describe(error) }),
  });
}

function sessionsOf(
  { project: { settings, reporter }, sessions }: ServerOptions,
  signal: AbortSignal,
): { readonly pool: SessionPool; readonly scope: () => Scope } {
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
      await ensureTables(connection);
      scope = await readScope(connection, settings);
    },
    size: sessions.isEmbedded ? 1 : POOL_SIZE,
    waitMs: POOL_WAIT_MS,
    idleMs: IDLE_MS,
  });
  return {
    pool,
    scope: () => {
      if (scope !== undefined) return scope;
      throw new ConfitureError('CONNECT_LOST', 'the database has not been reached yet');
    },
  };
}

async function listen(server: Server, { host, port }: ServerOptions): Promise<string> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => resolve());
    });
  } catch (error) {
    throw cannotListen(error, port, host);
  }
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${taken}`;
}

/** Resolves when the last request has ended; those that take too long are cut. */
async function closed(server: Server): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), STOP_MS);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearTimeout(timer);
}

function cannotListen(cause: unknown, port: number, host: string): ConfitureError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  if (code === 'EADDRINUSE')
    return new ConfitureError('PORT_IN_USE', `port ${port} on ${host} is in use`, {
      hint: 'Choose another with --port; --port 0 takes a free one.',
      cause,
    });
  return new ConfitureError('FLAG_INVALID', `cannot listen on port ${port} of ${host} (${code})`, {
    hint: 'Choose a port between 1024 and 65535 and an address of this machine.',
    cause,
  });
}
