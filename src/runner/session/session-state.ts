import type { Connection } from '../../database/connection.js';
import { quoteLiteral } from '../../database/quote.js';

/** Server settings the runner wants in force at the start of each migration. */
export interface SessionSettings {
  /** Server `lock_timeout`, in milliseconds; 0 turns it off. */
  readonly lockTimeoutMs: number;
  /** Whether the server can notice a vanished client (`client_connection_check_interval`). */
  readonly checksClient: boolean;
  /** What SET SESSION AUTHORIZATION takes to give the connection's own user back. */
  readonly owner: string;
}

/** How soon a server lets go of the work of a client that was killed, in milliseconds. */
const CLIENT_CHECK_MS = 500;
const HAS_CLIENT_CHECK = 140_000;
/** The embedded database has one user, and forgets it: DEFAULT and RESET change nothing there. */
const OWNERS: Readonly<Record<Connection['kind'], string>> = { postgres: 'default', embedded: 'postgres' };

/**
 * Puts the settings in force; with `unpooled` only where no pooler is between, or another client would find them on
 * its backend. May be sent beside the first questions to the session. Servers before 14, and those on systems that
 * cannot watch a socket, have no client check: there a killed client's statement runs to its end.
 */
export async function startSession(
  connection: Connection,
  lockTimeoutMs: number,
  where: 'unpooled' | 'always',
): Promise<SessionSettings> {
  const canAsk = connection.kind === 'postgres' && connection.serverVersion >= HAS_CLIENT_CHECK;
  const settings = { lockTimeoutMs, checksClient: canAsk, owner: OWNERS[connection.kind] };
  const sqlOf = where === 'unpooled' && connection.kind === 'postgres' ? unpooledSettingsSql : settingsSql;
  try {
    await connection.run(sqlOf(settings, connection.backendPid));
    return settings;
  } catch (error) {
    if (!canAsk || connection.lost) throw error;
    const plain = { ...settings, checksClient: false };
    await connection.run(sqlOf(plain, connection.backendPid));
    return plain;
  }
}

function unpooledSettingsSql(settings: SessionSettings, backendPid: number): string {
  const set = (name: string, value: number) =>
    `select pg_catalog.set_config('${name}', '${value}', false)
      where pg_catalog.pg_backend_pid() operator(pg_catalog.=) ${backendPid}`;
  const lockTimeout = set('lock_timeout', settings.lockTimeoutMs);
  if (!settings.checksClient) return lockTimeout;
  return `${lockTimeout}; ${set('client_connection_check_interval', CLIENT_CHECK_MS)}`;
}

function settingsSql({ lockTimeoutMs, checksClient }: SessionSettings): string {
  const clientCheck = checksClient ? `; set client_connection_check_interval = ${CLIENT_CHECK_MS}` : '';
  return `set lock_timeout = ${lockTimeoutMs}${clientCheck}`;
}

/**
 * Text that takes back what a migration did to its session's role and settings (search_path, role,
 * time-outs, encoding), so that neither the ledger row nor the next file sees it.
 */
export function resetSettingsSql(settings: SessionSettings): string {
  return `set session authorization ${settings.owner}; reset role; reset all; ${settingsSql(settings)}`;
}

/** Text that drops what a migration left open in its session: cursors, temporary tables, prepared statements. */
export const discardSql = 'close all; unlisten *; deallocate all; discard temp; discard sequences';

/** Two statements that give the connection's own role back until the end of the transaction they stand in. */
export function asOwnerSql({ owner }: SessionSettings): string {
  return `set local session authorization ${owner}; set local role none`;
}

/** DISCARD ALL as its documentation spells it out, without giving up advisory locks: the migration lock is one. */
export function discardAllSql({ owner }: SessionSettings): string {
  return `set session authorization ${owner}; reset all; discard plans; ${discardSql}`;
}

/** Runs `sql` unless the transaction it stands in must not write. */
export function unlessReadOnlySql(sql: string): string {
  return `do ${quoteLiteral(`begin if pg_catalog.current_setting('transaction_read_only') operator(pg_catalog.=) 'off' then ${sql}; end if; end`)}`;
}
