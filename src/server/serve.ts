import type { Server } from 'node:http';
import type { MiddlewareHandler } from 'hono';
import { listen } from '../app/http/listen.js';
import { describeWith, type ProjectContext } from '../app/run/project-hooks.js';
import type { SessionSource } from '../app/sessions.js';
import { createApp } from './app.js';
import type { AppEnv } from './app-env.js';
import { admissionBy } from './auth/admission.js';
import { guardedLookup } from './auth/guarded-lookup.js';
import { sessionCookie } from './auth/session-cookie.js';
import type { StaticTokens } from './auth/static-tokens.js';
import { tokenLookup } from './auth/token-lookup.js';
import { watchTokens } from './auth/watch-tokens.js';
import { clientAddressBy } from './conventions/address.js';
import { ownOriginOf } from './conventions/own-origin.js';
import { RateLimit } from './conventions/rate-limit.js';
import { closeHttpServer, createHttpServer, type HttpTimeouts } from './http/http-server.js';
import { OpenRequests } from './http/open-requests.js';
import type { ServerLog } from './logging/server-log.js';
import { MetricsReader } from './metrics/read-metrics.js';
import { PAGE_FOLDER } from './page/page-folder.js';
import { servePage } from './page/serve-page.js';
import { routes } from './routes.js';
import { RunProcesses } from './runs/run-processes.js';
import type { ServerContext } from './server-context.js';
import { openSessions } from './sessions/server-sessions.js';
import { createFeed } from './stream/create-feed.js';
import { EventStreams } from './stream/event-streams.js';

export interface ServerOptions extends HttpTimeouts {
  readonly project: ProjectContext;
  readonly sessions: SessionSource;
  readonly version: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly log: ServerLog;
  /** Tokens beside those of the database. */
  readonly staticTokens: StaticTokens;
  /** The script of the command line, which runs are started with; default: that of this build. */
  readonly program?: string;
  /** Called before it listens; where it rejects the server does not start. */
  readonly beforeListening?: (context: ServerContext) => Promise<void>;
  /** The folder of the built page; default: that of this build. Null for none. */
  readonly pageFolder?: string | null;
  /** Holds each answer to its schema, for tests. */
  readonly checksAnswers?: boolean;
  readonly now?: () => Date;
  /** How long a stream may be quiet, in milliseconds. Default: 15,000. */
  readonly heartbeatMs?: number;
}

/** A server that listens. */
export interface RunningServer {
  readonly url: string;
  readonly context: ServerContext;
  /** Takes no more requests, ends streams, lets the others finish within a bounded time, and closes the sessions. */
  stop(): Promise<void>;
}

const WRONG_TOKENS_PER_MINUTE = 20;

/** Starts the management API. @throws PORT_IN_USE, FLAG_INVALID */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { project, version } = options;
  const { settings } = project;
  const stopping = new AbortController();
  /** Aborts when the last request has been answered: until then sessions may be needed. */
  const ended = new AbortController();
  const { pool, withConnection, kept, scope } = openSessions(options, ended.signal);
  const origin = ownOriginOf({ publicUrl: settings.publicUrl, host: options.host });
  const now = options.now ?? (() => new Date());
  const nowMs = () => now().getTime();
  const lookup = guardedLookup(
    tokenLookup(withConnection, options.staticTokens),
    new RateLimit(WRONG_TOKENS_PER_MINUTE, nowMs),
  );
  const cookie = sessionCookie(origin.isSecure);
  const requests = new OpenRequests();
  const runs = new RunProcesses({ settings, withConnection, log: options.log, program: options.program });
  const context: ServerContext = {
    withConnection,
    get scope() {
      return scope();
    },
    settings,
    project,
    sessions: options.sessions,
    readSessions: kept.source,
    now,
    log: options.log,
    runs,
    streams: new EventStreams(options.heartbeatMs),
    metrics: new MetricsReader(),
    stopping: stopping.signal,
    version,
    link: (path) => `${origin.basePath}${path}`,
    signIn: { lookup, cookie },
  };
  const app = createApp(routes, {
    server: context,
    admission: admissionBy({
      lookup,
      cookie,
      origin,
      limit: new RateLimit(settings.requestsPerMinute, nowMs),
    }),
    requests,
    origin,
    clientAddress: clientAddressBy(settings.trustedProxies),
    page: pageOf(options.pageFolder, origin.basePath),
    checksAnswers: options.checksAnswers ?? false,
    describe: describeWith(settings),
  });
  const server = createHttpServer(app, options);
  const feed = createFeed(context, pool);
  const url = await begin(options, server, context, ended).catch(async (error) => {
    await Promise.all([pool.close(), kept.close()]);
    throw error;
  });
  feed.start();
  const endWatch = watchTokens(requests, withConnection);
  return {
    url,
    context,
    async stop() {
      stopping.abort();
      endWatch();
      requests.stop();
      await Promise.all([closeHttpServer(server), feed.stop(), runs.stop()]);
      ended.abort();
      await Promise.all([pool.close(), kept.close()]);
    },
  };
}

/** A stop does not wait for a database that is connected to for the first time. */
async function begin(
  options: ServerOptions,
  server: Server,
  context: ServerContext,
  ended: AbortController,
): Promise<string> {
  const { signal } = options.project;
  const end = () => ended.abort();
  signal.addEventListener('abort', end, { once: true });
  try {
    await options.beforeListening?.(context);
  } finally {
    signal.removeEventListener('abort', end);
  }
  const { host } = options;
  const port = await listen(server, options.port, host);
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function pageOf(folder: string | null = PAGE_FOLDER, basePath: string): MiddlewareHandler<AppEnv> | null {
  return folder === null ? null : servePage(folder, basePath);
}
