import type { Connection } from '../../database/connection.js';
import { findPooling, type PoolerOptions, transactionPooling } from '../../runner/session/pooler.js';
import { startSession } from '../../runner/session/session-state.js';
import { type Check, failed, ok, warning } from './check.js';
import type { DoctorContext } from './context.js';

/** More than this makes receivers doubt time stamps, whose usual tolerance is five minutes. */
const CLOCK_TOLERANCE_MS = 5_000;

/** Which server this is, and whether it can be written to. */
export async function checkServer({ connection, facts }: DoctorContext, source: string): Promise<Check> {
  const [row] = await connection.query<{ version: string; standby: boolean; read_only: string }>(
    `select current_setting('server_version') as version, pg_is_in_recovery() as standby,
      current_setting('default_transaction_read_only') as read_only`,
  );
  const isEmbedded = connection.kind === 'embedded';
  const where = isEmbedded ? 'the embedded database' : `${facts.database} on ${connection.address.host}`;
  const who = isEmbedded ? '' : `, role ${facts.role}`;
  const text = `${where} (from ${source}), PostgreSQL ${row?.version.split(' ')[0]}${who}`;
  if (row?.standby)
    return failed(
      'database',
      'SERVER_READ_ONLY',
      `${text}: a standby, which cannot be written to`,
      'Use the URL of the primary.',
    );
  if (row?.read_only === 'on')
    return failed(
      'database',
      'SERVER_READ_ONLY',
      `${text}: transactions are read-only by default`,
      'Set default_transaction_read_only = off for the role that migrates.',
    );
  return ok('database', text);
}

export async function checkPooler(
  { connection, facts }: DoctorContext,
  options: PoolerOptions,
): Promise<Check> {
  if (!facts.pooled) return ok('pooler', 'none between here and the server');
  if ((await findPooling(connection, options)) === 'session')
    return ok('pooler', 'there is one, and it keeps a session together');
  const { code, message, hint = null } = transactionPooling(connection);
  return failed('pooler', code, message, hint);
}

/** Time-outs of the role or the database that can end a long migration. */
export async function checkTimeouts({ connection }: DoctorContext): Promise<Check> {
  const rows = await connection.query<{ name: string; value: string }>(
    `select name, current_setting(name) as value from pg_settings
    where name in ('statement_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout')
      and setting <> '0' order by name`,
  );
  if (rows.length === 0) return ok('time-outs', 'none that would end a long migration');
  return warning(
    'time-outs',
    `${rows.map(({ name, value }) => `${name} = ${value}`).join(', ')} can end a long migration`,
    `Turn them off for the role that migrates: alter role … set ${rows[0]?.name} = 0.`,
  );
}

export async function checkClock({ connection }: DoctorContext, now: () => number): Promise<Check> {
  const before = now();
  const [row] = await connection.query<{ ms: number }>(
    'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
  );
  const offsetMs = (row?.ms ?? 0) - (before + now()) / 2;
  const seconds = Math.abs(offsetMs / 1000).toFixed(1);
  if (Math.abs(offsetMs) <= CLOCK_TOLERANCE_MS) return ok('clock', `within ${seconds} s of the server's`);
  return warning(
    'clock',
    `${seconds} s ${offsetMs > 0 ? 'behind' : 'ahead of'} the server's`,
    'Set both by NTP: receivers refuse signatures that are too old or of the future.',
  );
}

/** What becomes of a statement whose client was killed. */
export async function checkVanishedClients(connection: Connection): Promise<Check> {
  const { checksClient } = await startSession(connection, 0, 'unpooled');
  if (checksClient) return ok('killed runs', 'the server ends the statement of a client that is gone');
  return warning(
    'killed runs',
    'the server cannot notice that a client is gone (client_connection_check_interval)',
    'After a killed run its statement goes on, and keeps the lock, to its end. PostgreSQL 14 and newer on Linux can notice.',
  );
}
