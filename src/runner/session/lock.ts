import type { TrackingTable } from '../../config/tracking-table.js';
import type { Connection } from '../../database/connection.js';
import { pollUntil } from '../../database/poll.js';
import { ConfitureError } from '../../errors.js';
import type { LockHolder } from '../../run-events.js';
import { LOCK_HOLDER_SQL, LOCK_KEY_SQL, LOCK_NAMESPACE } from './advisory-lock.js';
import { type LockAttempt, readSession, type SessionFacts } from './session.js';

export interface LockOptions {
  /** How long to wait, in milliseconds; 0 tries once. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Called before the first try where a pooler is between; rejects where the lock would not hold. */
  readonly onPooler: (facts: SessionFacts) => Promise<void>;
  /** Told about every second while another runner has the lock. */
  readonly onWait: (facts: SessionFacts, holder: LockHolder | null, waitedMs: number) => Promise<void>;
}

const REPORT_EVERY_MS = 1_000;

/**
 * Waits for the migration lock and reads the session once it is held. The lock is polled: a session
 * that blocks in pg_advisory_lock keeps a snapshot, and CREATE INDEX CONCURRENTLY of the holder would
 * wait for it for ever.
 */
export async function acquireLock(
  connection: Connection,
  tracking: TrackingTable,
  { timeoutMs, signal, onPooler, onWait }: LockOptions,
): Promise<SessionFacts> {
  let reported = Number.NEGATIVE_INFINITY;
  let lock: LockAttempt = 'unpooled';
  let last: SessionFacts | null = null;
  const attempt = async (): Promise<SessionFacts | null> => {
    const facts = await readSession(connection, tracking, { lock });
    last = facts;
    if (facts.locked !== null) return facts.locked ? facts : null;
    await onPooler(facts);
    lock = 'always';
    return attempt();
  };
  const facts = await pollUntil(attempt, {
    timeoutMs,
    signal,
    onWait: async (waitedMs) => {
      if (waitedMs - reported < REPORT_EVERY_MS) return;
      reported = waitedMs;
      if (last) await onWait(last, await findHolder(connection), waitedMs);
    },
  });
  return facts ?? Promise.reject(notObtained(await findHolder(connection), timeoutMs));
}

/** Session holding the lock, or null where none does or none can be seen. */
export async function findHolder(connection: Connection): Promise<LockHolder | null> {
  const [row] = await connection.query<{
    pid: number;
    usename: string | null;
    application_name: string | null;
    client_addr: string | null;
    backend_start: Date | null;
  }>(
    `select l.pid, a.usename, a.application_name, host(a.client_addr) as client_addr, a.backend_start
    from (${LOCK_HOLDER_SQL}) l left join pg_stat_activity a on a.pid = l.pid`,
  );
  return row
    ? {
        pid: row.pid,
        user: row.usename,
        application: row.application_name || null,
        clientAddress: row.client_addr,
        since: row.backend_start,
      }
    : null;
}

/** Gives the lock back. False means it was not held: a pooler has moved the session (PgBouncer). */
export async function releaseLock(connection: Connection): Promise<boolean> {
  const once = `pg_advisory_unlock(${LOCK_NAMESPACE}, ${LOCK_KEY_SQL})`;
  const [row] = await connection.query<{ released: boolean }>(`select ${once} as released, ${once}`);
  return row?.released ?? false;
}

function notObtained(holder: LockHolder | null, timeoutMs: number): ConfitureError {
  const seconds = Math.round(timeoutMs / 100) / 10;
  const who = holder ? `server process ${holder.pid}${describeHolder(holder)}` : 'another session';
  return new ConfitureError(
    'LOCK_NOT_OBTAINED',
    `another run has the migration lock: ${who} (waited ${seconds} s)`,
    {
      hint: holder
        ? `Wait for that run to end, or end it with: select pg_terminate_backend(${holder.pid}). Wait longer with --lock-timeout MS.`
        : 'Try again, or wait longer with --lock-timeout MS.',
      details: { holder },
    },
  );
}

/** ` (user app, psql, from 10.0.0.7)`, or nothing. */
export function describeHolder({
  user,
  application,
  clientAddress,
}: Pick<LockHolder, 'user' | 'application' | 'clientAddress'>): string {
  const parts = [user && `user ${user}`, application, clientAddress && `from ${clientAddress}`].filter(
    Boolean,
  );
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}
