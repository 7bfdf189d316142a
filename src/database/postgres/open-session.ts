import type { Duplex } from 'node:stream';
import type { Client, ClientConfig } from 'pg';
import type { Connection } from '../connection.js';
import { loadPg } from './load-pg.js';
import { internalsOf, PgConnection, type PgSession } from './pg-connection.js';

export interface SessionOptions
  extends Pick<
    PgSession,
    'kind' | 'capabilities' | 'address' | 'trustedOwners' | 'sendCancel' | 'interrupt'
  > {
  readonly client: ClientConfig & { readonly stream?: () => Duplex };
  readonly signal?: AbortSignal;
  /** Called once after the session has ended, however it ended. */
  readonly onClosed?: () => Promise<void>;
}

const CLOSE_TIMEOUT_MS = 2_000;

/**
 * Connects and returns the session. Rejects with the raw error of the driver, which `connect.ts` explains,
 * or with the reason of `signal`; no socket is left behind.
 */
export async function openSession(options: SessionOptions): Promise<Connection> {
  const { client: settings, signal, onClosed, ...session } = options;
  const { pg, queries } = await loadPg();
  signal?.throwIfAborted();
  const client = new pg.Client({ ...settings, pipeline: true });
  const end = (cancel: () => Promise<void>) => endClient(client, cancel).finally(onClosed);
  const connection = new PgConnection({ ...session, client, queries, serial: false, end });
  const abort = () => internalsOf(client).connection.stream.destroy(new Error('aborted'));
  internalsOf(client).connection.on('parameterStatus', ({ parameterName, parameterValue }) => {
    if (parameterName === 'server_version') connection.serverVersion = versionNumber(parameterValue);
  });
  signal?.addEventListener('abort', abort, { once: true });
  try {
    await client.connect();
    return connection;
  } catch (error) {
    await connection.close();
    throw signal?.aborted ? signal.reason : error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

/** A server that no longer answers must not keep the process, nor a long statement its locks. */
async function endClient(client: Client, cancel: () => Promise<void>): Promise<void> {
  const cut = () => internalsOf(client).connection.stream.destroy();
  const timer = setTimeout(() => void cancel().finally(cut), CLOSE_TIMEOUT_MS);
  try {
    await client.end();
  } catch {
    cut();
  } finally {
    clearTimeout(timer);
  }
}

/** `18.4` -> 180004, `15.18 (Debian …)` -> 150018, `19devel` -> 190000. */
function versionNumber(version: string): number {
  const [, major = '0', minor = '0'] = /^(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  return Number(major) * 10_000 + Number(minor);
}
