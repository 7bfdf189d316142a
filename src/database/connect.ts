import type { ConnectionOptions } from 'node:tls';
import type { DatabaseTarget } from '../database-target.js';
import { ConfitureError } from '../errors.js';
import { explainConnectError, mayWorkWithOtherTls } from './connect-error.js';
import type { Connection } from './connection.js';
import type { EmbeddedWait } from './embedded/open.js';
import { sendCancelRequest } from './postgres/cancel-request.js';
import { openSession } from './postgres/open-session.js';
import { passwordFromFile } from './postgres/password-file.js';
import { type PostgresServer, readPostgresUrl } from './postgres/postgres-url.js';

export interface ConnectOptions {
  /** How long to wait for the embedded database's directory, in milliseconds. */
  readonly embeddedWaitMs: number;
  /** Called while the embedded database is waited for, made or opened. */
  readonly onEmbeddedWait?: (wait: EmbeddedWait) => void;
  /** Gives the attempt up; the call then rejects with its reason. */
  readonly signal?: AbortSignal;
  /** What the session is called in pg_stat_activity; default: what the URL says, else `confiture`. */
  readonly applicationName?: string;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** A network that swallows everything is noticed by asking; the system's own interval is hours. */
const KEEP_ALIVE_MS = 10_000;

/** Opens one session. Rejects with a ConfitureError that says which setting is at fault. */
export async function connect(
  target: DatabaseTarget,
  { embeddedWaitMs, onEmbeddedWait, signal, applicationName }: ConnectOptions,
): Promise<Connection> {
  if (target.kind === 'embedded') {
    const { openEmbedded } = await import('./embedded/open.js');
    return openEmbedded(target, {
      waitMs: embeddedWaitMs,
      ...(signal && { signal }),
      ...(onEmbeddedWait && { onWait: onEmbeddedWait }),
    });
  }
  const server = readPostgresUrl(target.url);
  const password = server.password ?? (target.password || undefined);
  try {
    return await tryInTurn(server.tlsAttempts, (ssl) =>
      openServer(server, {
        trustedOwners: target.trustedOwners,
        password,
        ssl,
        signal,
        applicationName: applicationName ?? server.applicationName,
      }),
    );
  } catch (error) {
    signal?.throwIfAborted();
    if (ConfitureError.is(error)) throw error;
    throw explainConnectError(error, {
      host: server.display,
      database: server.database,
      source: target.source,
    });
  }
}

/** Host and database of a target, fit to be shown. */
export function describeTarget(target: DatabaseTarget): { host: string; database: string } {
  if (target.kind === 'embedded') return { host: 'embedded', database: 'postgres' };
  const { display, database } = readPostgresUrl(target.url);
  return { host: display, database };
}

interface Attempt {
  readonly trustedOwners: readonly string[] | undefined;
  readonly password: string | undefined;
  readonly ssl: ConnectionOptions | false;
  readonly signal: AbortSignal | undefined;
  readonly applicationName: string | undefined;
}

async function tryInTurn<T>(
  attempts: PostgresServer['tlsAttempts'],
  open: (ssl: ConnectionOptions | false) => Promise<T>,
): Promise<T> {
  const [first = false, second] = attempts;
  try {
    return await open(first);
  } catch (error) {
    if (second === undefined || !mayWorkWithOtherTls(error)) throw error;
    return open(second);
  }
}

function openServer(
  server: PostgresServer,
  { trustedOwners = [], password, ssl, signal, applicationName = 'confiture' }: Attempt,
): Promise<Connection> {
  const { host, port, user, database, options } = server;
  return openSession({
    kind: 'postgres',
    capabilities: { concurrentSessions: true, cancel: true },
    address: { host: server.display, database },
    trustedOwners,
    client: {
      host,
      port,
      user,
      database,
      ssl,
      sslnegotiation: 'postgres',
      password: password ?? (() => passwordFromFile(server, server.passwordFile)),
      ...(options && { options }),
      application_name: applicationName,
      connectionTimeoutMillis: server.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    },
    sendCancel: (backend) => sendCancelRequest(server, backend),
    ...(signal && { signal }),
  });
}
