import { sendCancelRequest } from './cancel-request.js';
import { explainConnectError } from './connect-error.js';
import type { Connection } from './connection.js';
import { openEmbedded } from './embedded.js';
import { openSession } from './pg-connection.js';
import { readPostgresUrl } from './postgres-url.js';

/** Where to connect, with its credentials. Never printed; `describeTarget` gives what may be. */
export type ConnectTarget =
  | { readonly kind: 'embedded'; readonly directory: string; readonly source: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly password?: string; readonly source: string };

export interface ConnectOptions {
  /** How long to wait for the embedded database's directory, in milliseconds. */
  readonly embeddedWaitMs: number;
  readonly signal?: AbortSignal;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** Opens one session. Rejects with a ConfitureError that says which setting is at fault. */
export async function connect(target: ConnectTarget, options: ConnectOptions): Promise<Connection> {
  if (target.kind === 'embedded') {
    return openEmbedded(target, {
      waitMs: options.embeddedWaitMs,
      ...(options.signal && { signal: options.signal }),
    });
  }
  const server = readPostgresUrl(target.url);
  try {
    return await openSession({
      kind: 'postgres',
      capabilities: { concurrentSessions: true, cancel: true },
      address: { host: server.display, database: server.database },
      client: {
        connectionString: server.connectionString,
        ...(server.hasPassword || target.password === undefined ? {} : { password: target.password }),
        application_name: 'confiture',
        connectionTimeoutMillis: server.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
        keepAlive: true,
      },
      sendCancel: (backend) => sendCancelRequest(server, backend),
    });
  } catch (error) {
    throw explainConnectError(error, {
      host: server.display,
      database: server.database,
      source: target.source,
    });
  }
}

/** Host and database of a target, fit to be shown. */
export function describeTarget(target: ConnectTarget): { host: string; database: string } {
  if (target.kind === 'embedded') return { host: 'embedded', database: 'postgres' };
  const { display, database } = readPostgresUrl(target.url);
  return { host: display, database };
}
