import type { Connection } from '../database/connection.js';

/** Server settings the runner wants in force at the start of each migration. */
export interface SessionSettings {
  /** Server `lock_timeout`, in milliseconds; 0 turns it off. */
  readonly lockTimeoutMs: number;
  /** Whether the server can notice a vanished client (`client_connection_check_interval`). */
  readonly checksClient: boolean;
}

/** How soon a server lets go of the work of a client that was killed, in milliseconds. */
const CLIENT_CHECK_MS = 500;
const HAS_CLIENT_CHECK = 140_000;

/**
 * Puts the settings in force; may be sent beside the first questions to the session. Servers before 14, and those on systems that cannot watch a socket, have
 * no client check: there a killed client's statement runs to its end.
 */
export async function startSession(connection: Connection, lockTimeoutMs: number): Promise<SessionSettings> {
  const canAsk = connection.kind === 'postgres' && connection.serverVersion >= HAS_CLIENT_CHECK;
  const settings = { lockTimeoutMs, checksClient: canAsk };
  try {
    await connection.run(settingsSql(settings));
    return settings;
  } catch (error) {
    if (!canAsk || connection.lost) throw error;
    const plain = { lockTimeoutMs, checksClient: false };
    await connection.run(settingsSql(plain));
    return plain;
  }
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
  return `reset session authorization; reset role; reset all; ${settingsSql(settings)}`;
}

/** Text that drops what a migration left open in its session: cursors, temporary tables, prepared statements. */
export const discardSql = 'close all; unlisten *; deallocate all; discard temp; discard sequences';

/** Two statements that give the connection's own role back until the end of the transaction they stand in. */
export const asOwnerSql = 'set local session authorization default; set local role none';

/** DISCARD ALL as its documentation spells it out, without giving up advisory locks: the migration lock is one. */
export const discardAllSql =
  'close all; set session authorization default; reset all; deallocate all; unlisten *; discard plans; discard temp; discard sequences';
