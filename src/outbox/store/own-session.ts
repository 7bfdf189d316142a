import type { Connection } from '../../database/connection.js';
import { type ReadOnlyReason, readOnlyServer } from '../../database/read-only.js';

/** What a session must know of its server before the outbox works with it. */
export interface OutboxServer {
  /** Nothing can be changed: a standby, or a session that may only read. */
  readonly readOnly: ReadOnlyReason | null;
}

/**
 * Makes `connection` one that statements of the outbox may run in: they are written for READ COMMITTED, whatever
 * database or role have as default. For sessions that no migration runs in. Behind a pooler nothing is set, because
 * another client would inherit it.
 */
export async function adoptSession(connection: Connection): Promise<OutboxServer> {
  const [row] = await connection.query<{ pid: number; level: string; standby: boolean; read_only: boolean }>(
    `select pg_backend_pid() as pid, current_setting('default_transaction_isolation') as level,
      pg_is_in_recovery() as standby, current_setting('transaction_read_only')::boolean as read_only`,
  );
  if (!row) throw new Error('the server answered without a row');
  const isPooled = connection.kind === 'postgres' && row.pid !== connection.backendPid;
  if (row.level !== 'read committed' && !isPooled)
    await connection.run("set default_transaction_isolation to 'read committed'");
  return { readOnly: row.standby ? 'standby' : row.read_only ? 'session' : null };
}

/** Throws SERVER_READ_ONLY where nothing can be sent from, because nothing can be noted. */
export function requireWritable({ readOnly }: OutboxServer): void {
  if (readOnly !== null) throw readOnlyServer(readOnly);
}

/** One statement in a transaction of its own, at the level it is written for; for sessions of the migrations. */
export async function readCommitted<T>(connection: Connection, statement: () => Promise<T>): Promise<T> {
  const [, result] = await Promise.all([
    connection.run('begin isolation level read committed'),
    statement(),
    connection.run('commit'),
  ]);
  return result;
}
