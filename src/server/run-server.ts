import { openDeliveries } from '../app/deliveries.js';
import type { ProjectContext } from '../app/run/project-hooks.js';
import type { SessionSource } from '../app/sessions.js';
import { newTokenText } from '../app/tokens/token-text.js';
import { ConfitureError } from '../errors.js';
import { hasActiveToken } from '../storage/tokens/stored-token.js';
import { tokenScopes } from '../storage/tokens/token-scope.js';
import { isLoopback } from '../text/loopback.js';
import { type StaticTokens, staticTokens } from './auth/static-tokens.js';
import type { ServerLog } from './logging/server-log.js';
import { startServer } from './serve.js';
import type { ServerContext } from './server-context.js';
import { untilAborted } from './until-aborted.js';

export interface RunServerOptions {
  readonly project: ProjectContext;
  readonly sessions: SessionSource;
  readonly version: string;
  readonly log: ServerLog;
  readonly hasWorker: boolean;
  /** Called once, when it listens and the database was reached. */
  readonly onServing: (serving: Serving) => void;
}

export interface Serving {
  readonly url: string;
  /** Where the server has made a token for itself: the link that signs a browser in with it. */
  readonly signInUrl: string | null;
}

/** How long to wait before a database that did not answer is asked again. */
const RETRY_MS = 2_000;

/**
 * Serves until the signal of the project aborts. A database that is not there yet is waited for, and `/readyz` says so
 * meanwhile; one that refuses ends the server, since waiting would not help.
 * @throws PORT_IN_USE, TOKEN_MISSING; FLAG_INVALID for the embedded database; what connecting throws.
 */
export async function serveUntilStopped(options: RunServerOptions): Promise<void> {
  const { project, sessions, log } = options;
  const { settings, signal } = project;
  if (sessions.isEmbedded) throw needsServer();
  const tokens = staticTokens(settings.variables);
  const { serveHost: host, servePort: port } = settings;
  /** Text of the token that the server makes for itself, or null; undefined before the database was reached. */
  let ownText: string | null | undefined;
  const server = await startServer({
    ...options,
    host,
    port,
    staticTokens: tokens,
    beforeListening: async (context) => {
      ownText = await askOnce(context, tokens, host);
    },
  });
  log.info('listening', { url: server.url });
  let worker: Promise<void> | undefined;
  try {
    while (ownText === undefined && !signal.aborted) {
      await untilAborted(signal, RETRY_MS);
      ownText = await askOnce(server.context, tokens, host);
    }
    if (signal.aborted) return;
    const url = settings.publicUrl?.replace(/\/+$/, '') ?? server.url;
    options.onServing({ url, signInUrl: ownText ? `${url}/#token=${ownText}` : null });
    if (options.hasWorker) worker = work(options);
    await untilAborted(signal);
  } finally {
    log.info('stopping');
    await Promise.all([server.stop(), worker]);
  }
}

/** As `ownToken`; undefined where the database cannot be reached, which is told. */
async function askOnce(
  context: ServerContext,
  tokens: StaticTokens,
  host: string,
): Promise<string | null | undefined> {
  try {
    return await ownToken(context, tokens, host);
  } catch (error) {
    if (context.stopping.aborted || context.project.signal.aborted) return undefined;
    if (!ConfitureError.is(error) || !['CONNECT_UNREACHABLE', 'CONNECT_LOST'].includes(error.code))
      throw error;
    const reason = error.message;
    context.log.warn('the database cannot be reached; trying again', { code: error.code, reason });
    return undefined;
  }
}

/** Without any token there would be no way in: on loopback the server makes one that ends with it. */
async function ownToken(
  { withConnection }: ServerContext,
  tokens: StaticTokens,
  host: string,
): Promise<string | null> {
  if ((await withConnection(hasActiveToken)) || !tokens.isEmpty) return null;
  if (!isLoopback(host)) throw noToken(host);
  const text = newTokenText();
  tokens.add(text, { id: 'tok_process', name: 'process', scopes: tokenScopes });
  return text;
}

/** Sends due deliveries until the server stops; a worker that failed is started again. */
async function work({ project, sessions, log }: RunServerOptions): Promise<void> {
  while (!project.signal.aborted) {
    try {
      await (await openDeliveries({ ...project, sessions })).work();
    } catch (error) {
      log.error('the worker failed; starting it again', {
        code: ConfitureError.is(error) ? error.code : 'INTERNAL',
      });
      await untilAborted(project.signal, RETRY_MS);
    }
  }
}

function noToken(host: string): ConfitureError {
  return new ConfitureError('TOKEN_MISSING', `there is no token, and ${host} can be reached from elsewhere`, {
    hint: 'Make one with `confiture serve token create NAME`, or set CONFITURE_API_TOKEN.',
  });
}

function needsServer(): ConfitureError {
  return new ConfitureError(
    'FLAG_INVALID',
    'serve needs a database server: the embedded database has one session, and other commands could not run beside it',
    { hint: 'Name a server with --database-url or CONFITURE_DATABASE_URL.' },
  );
}
